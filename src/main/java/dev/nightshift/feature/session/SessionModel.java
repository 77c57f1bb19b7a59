package dev.nightshift.feature.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells sessions that are unlike those before: steps that are missing, come too often, or were
 * never seen. Immutable and thread-safe.
 *
 * <p>The counts of a session's templates are its shape, as in Xu, Huang, Fox, Patterson and Jordan
 * (SOSP 2009). A template whose count does not follow from the others (how often a file was read)
 * says nothing about the session's course and is left out. A session is normal if its shape has
 * support, or is a supported one in which a loop ran more often: its distance from the commonest
 * shape is a multiple of the other's, which is a linear invariant in the sense of Lou, Fu, Yang, Xu
 * and Li (USENIX ATC 2010). Warnings and errors need more than support: one that is rare is
 * abnormal wherever it occurs.
 */
public final class SessionModel {

  /** A count is free if it differs from what the others say in so large a part of the sessions. */
  private static final double FREE = 0.01;

  private static final int MIN_SUPPORT = 2;

  /** Part of the sessions that must share a shape, if all that were learned from were normal. */
  public static final double AMONG_NORMAL = 0.0005;

  /** The same if abnormal ones were among them, each kind of them rarer than this. */
  public static final double AMONG_ALL = 0.01;

  /** A warning or error in a smaller part of the sessions is not part of their normal course. */
  private static final double USUAL_TROUBLE = 0.02;

  private static final int MAX_BASES = 2;

  private final Set<String> known;
  private final Set<String> free;
  private final Set<String> rareTrouble;
  private final Set<String> normal;
  private final List<Map<String, Integer>> bases;
  private final List<Map<String, Integer>> supported;

  private SessionModel(SessionProfile profile, double minShare) {
    Map<Map<String, Integer>, Long> shapes = new HashMap<>();
    known = new TreeSet<>();
    profile.shapes.forEach(
        (shape, sessions) -> {
          Map<String, Integer> counts = SessionProfile.read(shape);
          shapes.put(counts, sessions);
          known.addAll(counts.keySet());
        });
    free = free(shapes, profile.sessions);
    Map<String, Long> support = new HashMap<>();
    shapes.forEach((counts, n) -> support.merge(course(counts), n, Long::sum));
    double least = Math.max(MIN_SUPPORT, minShare * profile.sessions);
    normal = new HashSet<>();
    support.forEach((shape, n) -> addIf(normal, shape, n >= least));
    rareTrouble = new HashSet<>();
    profile.troubled.forEach(
        (template, n) -> addIf(rareTrouble, template, n < USUAL_TROUBLE * profile.sessions));
    List<String> commonest = new ArrayList<>(normal);
    commonest.sort(
        Comparator.comparingLong((String shape) -> -support.get(shape))
            .thenComparing(Comparator.naturalOrder()));
    supported = commonest.stream().map(SessionProfile::read).toList();
    bases = supported.subList(0, Math.min(MAX_BASES, supported.size()));
  }

  /**
   * What the sessions so far say is normal.
   *
   * @param minShare part of the sessions that makes a shape normal, 0 to 1: {@link #AMONG_NORMAL}
   *     or {@link #AMONG_ALL}
   */
  public static SessionModel of(SessionProfile profile, double minShare) {
    return new SessionModel(profile, minShare);
  }

  /** Why a session is abnormal, in words; empty if it is not. */
  public Optional<String> judge(SessionCounts session) {
    for (String template : new TreeSet<>(session.counts.keySet())) {
      if (!known.contains(template)) {
        return Optional.of("template " + template + " was never seen in a session");
      }
    }
    for (String template : new TreeSet<>(session.troubled)) {
      if (rareTrouble.contains(template)) {
        return Optional.of("template " + template + " is a rare warning or error");
      }
    }
    String course = course(session.counts);
    return normal.contains(course) || isRepetition(SessionProfile.read(course))
        ? Optional.empty()
        : Optional.of("no session had these counts: " + course.trim());
  }

  /** Templates whose counts say nothing of the course. */
  Set<String> free() {
    return free;
  }

  private static void addIf(Set<String> set, String element, boolean condition) {
    if (condition) {
      set.add(element);
    }
  }

  private String course(Map<String, Integer> counts) {
    Map<String, Integer> bound = new TreeMap<>(counts);
    bound.keySet().removeAll(free);
    return SessionProfile.write(bound);
  }

  /** Takes out, one by one, the template whose count follows least from the others. */
  private static Set<String> free(Map<Map<String, Integer>, Long> shapes, long sessions) {
    Set<String> free = new TreeSet<>();
    TreeSet<String> bound = new TreeSet<>();
    shapes.keySet().forEach(counts -> bound.addAll(counts.keySet()));
    while (!bound.isEmpty()) {
      String freest = null;
      long most = -1;
      for (String template : bound) {
        long surprises = surprises(shapes, template, free);
        if (surprises > most) {
          freest = template;
          most = surprises;
        }
      }
      if (most <= FREE * sessions) {
        return free;
      }
      free.add(freest);
      bound.remove(freest);
    }
    return free;
  }

  /** Sessions in which a template's count is not the commonest beside the same other counts. */
  private static long surprises(
      Map<Map<String, Integer>, Long> shapes, String template, Set<String> free) {
    Map<Map<String, Integer>, Map<Integer, Long>> beside = new HashMap<>();
    shapes.forEach(
        (counts, sessions) -> {
          Map<String, Integer> others = new HashMap<>(counts);
          others.keySet().removeAll(free);
          int count = others.getOrDefault(template, 0);
          others.remove(template);
          beside.computeIfAbsent(others, key -> new HashMap<>()).merge(count, sessions, Long::sum);
        });
    long surprises = 0;
    for (Map<Integer, Long> counts : beside.values()) {
      long all = counts.values().stream().mapToLong(Long::longValue).sum();
      long commonest = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
      surprises += all - commonest;
    }
    return surprises;
  }

  private boolean isRepetition(Map<String, Integer> counts) {
    for (Map<String, Integer> base : bases) {
      for (Map<String, Integer> other : supported) {
        if (isMultiple(base, other, counts)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether counts = base + k (other - base) for a whole k of at least 1. */
  private static boolean isMultiple(
      Map<String, Integer> base, Map<String, Integer> other, Map<String, Integer> counts) {
    Set<String> templates = new HashSet<>(base.keySet());
    templates.addAll(other.keySet());
    templates.addAll(counts.keySet());
    int k = 0;
    for (String template : templates) {
      int from = base.getOrDefault(template, 0);
      int step = other.getOrDefault(template, 0) - from;
      int distance = counts.getOrDefault(template, 0) - from;
      if (step == 0 && distance == 0) {
        continue;
      }
      if (step == 0
          || distance % step != 0
          || distance / step < 1
          || (k > 0 && distance / step != k)) {
        return false;
      }
      k = distance / step;
    }
    return k > 0;
  }
}
