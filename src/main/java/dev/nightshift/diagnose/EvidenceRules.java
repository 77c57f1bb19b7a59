package dev.nightshift.diagnose;

import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Stance;
import dev.nightshift.telemetry.ChangeEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What speaks for and against a service and fault type as a cause; weights are log-odds. */
final class EvidenceRules {

  private static final long CHANGE_DECAY_MILLIS = 150_000;
  private static final long ALERT_WITHIN_MILLIS = 300_000;

  /** Part of the score that makes a service slow. */
  private static final double SLOW_SHARE = 0.2;

  /** What would be a cause, a detector mostly sees too. */
  private static final double UNNOTICED = -1;

  /** A callee that deviates so much later cannot explain its caller. */
  static final long EXPLAINS_WITHIN_MILLIS = 60_000;

  private final ServiceGraph graph;

  EvidenceRules(ServiceGraph graph) {
    this.graph = graph;
  }

  /** Strength, onset, place in the graph and new log templates: for every fault type alike. */
  List<Evidence> about(Symptom symptom, List<Symptom> all, Ranker.Problem problem) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        evidence(
            "anomaly",
            Math.min(1.2, 0.6 * Math.log(symptom.severity())),
            "its score reached %.1f times its threshold",
            symptom.severity()));
    if (all.size() > 1) {
      evidence.add(onset(symptom, all));
      evidence.addAll(graph(symptom, all, problem));
    }
    alert(symptom, problem.changes()).ifPresent(evidence::add);
    double templates = symptom.share(List.of("new_templates"));
    if (templates >= 0.1) {
      evidence.add(
          evidence(
              "log",
              0.5,
              "it logs templates never seen before (%.0f %% of the score)",
              100 * templates));
    }
    return evidence;
  }

  /** What others' rules say about the same service at about the same time. */
  private static Optional<Evidence> alert(Symptom symptom, List<ChangeEvent> changes) {
    return changes.stream()
        .filter(change -> change.kind().equals("alert"))
        .filter(change -> Services.of(change.entity().key()).equals(symptom.service()))
        .filter(change -> Math.abs(change.timeMillis() - symptom.onset()) <= ALERT_WITHIN_MILLIS)
        .min(
            Comparator.comparingLong(
                    (ChangeEvent change) -> Math.abs(change.timeMillis() - symptom.onset()))
                .thenComparing(ChangeEvent::id))
        .map(
            change ->
                evidence(
                    "change",
                    0.4,
                    "others raise an alert about it, %.0f s after its onset: %s",
                    (change.timeMillis() - symptom.onset()) / 1000.0,
                    change.summary()));
  }

  private static Evidence onset(Symptom symptom, List<Symptom> all) {
    long first = all.stream().mapToLong(Symptom::onset).min().orElseThrow();
    double late = (symptom.onset() - first) / 1000.0;
    return late == 0
        ? evidence("onset", 0.8, "nothing of this problem began before it")
        : evidence(
            "onset",
            Math.max(-1.2, 0.6 - late / 30),
            "it began %.0f s after the first deviation",
            late);
  }

  private List<Evidence> graph(Symptom symptom, List<Symptom> all, Ranker.Problem problem) {
    Map<String, Integer> below =
        graph.calleeHops(problem.graph(), symptom.service(), ServiceGraph.DEFAULT_DEPTH);
    Map<String, Integer> aboveIt =
        graph.callerHops(problem.graph(), symptom.service(), ServiceGraph.DEFAULT_DEPTH);
    List<Evidence> evidence = new ArrayList<>();
    List<Symptom> explaining =
        all.stream()
            .filter(s -> below.containsKey(s.service()) && !aboveIt.containsKey(s.service()))
            .filter(s -> s.onset() <= symptom.onset() + EXPLAINS_WITHIN_MILLIS)
            .sorted(Comparator.comparingInt(s -> below.get(s.service())))
            .toList();
    if (!explaining.isEmpty()) {
      Symptom nearest = explaining.get(0);
      double weight =
          -Math.min(3.0, 1.4 + 0.6 * explaining.size()) * (1 - 0.5 * symptom.ownStrength());
      evidence.add(
          evidence(
              "graph",
              weight,
              "it calls %s, which deviates too (%.1f times its threshold): it may only suffer",
              nearest.service(),
              nearest.severity()));
    }
    suffering(all, below, aboveIt).ifPresent(evidence::add);
    return evidence;
  }

  private static Optional<Evidence> suffering(
      List<Symptom> all, Map<String, Integer> below, Map<String, Integer> aboveIt) {
    long suffering =
        all.stream()
            .filter(s -> aboveIt.containsKey(s.service()) && !below.containsKey(s.service()))
            .count();
    return suffering == 0
        ? Optional.empty()
        : Optional.of(
            evidence(
                "graph",
                Math.min(1.6, 0.6 + 0.4 * suffering),
                "%d of the deviating services call it, directly or through others",
                suffering));
  }

  /** That deviating services call it; without, a service without an anomaly explains nothing. */
  Optional<Evidence> calledBySymptoms(String service, List<Symptom> all, Ranker.Problem problem) {
    return suffering(
        all,
        graph.calleeHops(problem.graph(), service, ServiceGraph.DEFAULT_DEPTH),
        graph.callerHops(problem.graph(), service, ServiceGraph.DEFAULT_DEPTH));
  }

  static Evidence unnoticed() {
    return evidence("anomaly", UNNOTICED, "no detector calls it anomalous");
  }

  /** For each fault type that the service's own resources speak for. */
  Map<String, Evidence> ownResources(Symptom symptom) {
    Map<String, Evidence> found = new LinkedHashMap<>();
    for (FaultTypes.Inference own : symptom.own()) {
      found.putIfAbsent(
          own.faultType(), evidence("anomaly", 2.5 * own.strength(), "%s", own.text()));
    }
    return found;
  }

  /**
   * The databases that services wait for, by the name of the waiting service: the nearest deviating
   * service below that says so of itself, or that calls nobody and is slow. Then it is not to be
   * looked for in those who wait.
   */
  Map<String, Symptom> databases(List<Symptom> all, GraphState state) {
    Map<String, Symptom> databases = new TreeMap<>();
    for (Symptom symptom : all) {
      if (symptom.speaksFor(FaultTypes.SLOW_DATABASE)) {
        databaseOf(symptom, all, state)
            .ifPresent(database -> databases.put(symptom.service(), database));
      }
    }
    return databases;
  }

  private Optional<Symptom> databaseOf(Symptom symptom, List<Symptom> all, GraphState state) {
    Map<String, Integer> below =
        graph.calleeHops(state, symptom.service(), ServiceGraph.DEFAULT_DEPTH);
    return all.stream()
        .filter(other -> below.containsKey(other.service()))
        .filter(
            other ->
                other.speaksFor(FaultTypes.SLOW_DATABASE)
                    || (other.share(FaultTypes.LATENCIES) >= SLOW_SHARE
                        && graph.calleesOf(state, other.service(), 1).isEmpty()))
        .min(
            Comparator.comparing((Symptom other) -> !other.speaksFor(FaultTypes.SLOW_DATABASE))
                .thenComparing(other -> below.get(other.service()))
                .thenComparing(Symptom::service));
  }

  /** What those who wait for a database say of it. */
  static Optional<Evidence> waitedFor(List<Symptom> waiting) {
    return waiting.stream()
        .flatMap(
            symptom ->
                symptom.own().stream()
                    .filter(own -> own.faultType().equals(FaultTypes.SLOW_DATABASE))
                    .map(
                        own ->
                            evidence(
                                "anomaly",
                                2.5 * own.strength(),
                                "%s waits for it: %s",
                                symptom.service(),
                                own.text())))
        .max(Comparator.comparingDouble(Evidence::getWeight));
  }

  Evidence symptomsOnly(Symptom symptom) {
    return evidence(
        "anomaly",
        -0.8,
        "only its answers deviate, none of its own resources: %s",
        symptom.contributions().isEmpty()
            ? "no feature is named"
            : FaultTypes.describe(
                symptom.contributions().get(0),
                FaultTypes.share(symptom.contributions().get(0), symptom.contributions())));
  }

  /**
   * A deployment or configuration change shortly before the onset.
   *
   * <p>The weight falls by one for each {@link #CHANGE_DECAY_MILLIS}: that is the log-likelihood
   * ratio of a harm that shows after an exponentially distributed delay against a change that came
   * by chance, at a constant rate.
   */
  Map<String, Evidence> changes(Symptom symptom, List<ChangeEvent> changes) {
    Map<String, Evidence> found = new TreeMap<>();
    changes.stream()
        .filter(change -> Services.of(change.entity().key()).equals(symptom.service()))
        .filter(change -> change.timeMillis() <= symptom.onset())
        .sorted(Comparator.comparingLong(ChangeEvent::timeMillis))
        .forEach(
            change -> {
              long before = symptom.onset() - change.timeMillis();
              double recent = prior(change.kind()) - (double) before / CHANGE_DECAY_MILLIS;
              if (recent > 0) {
                found.put(
                    change.kind().equals("deployment")
                        ? FaultTypes.BAD_DEPLOYMENT
                        : FaultTypes.BAD_CONFIG,
                    changed(symptom, change, before, recent));
              }
            });
    return found;
  }

  /** The weight of a change at the very moment of the onset; 0 if its kind breaks nothing. */
  private static double prior(String kind) {
    return switch (kind) {
      case "deployment" -> 2.2;
      case "config_change", "feature_flag" -> 1.2;
      default -> 0;
    };
  }

  private static Evidence changed(
      Symptom symptom, ChangeEvent change, long beforeMillis, double recent) {
    double shows = Math.min(1, symptom.share(FaultTypes.RELEASE_SYMPTOMS));
    // What its own resources explain needs no release to explain it.
    double open = 1 - symptom.ownStrength();
    return evidence(
        "change",
        recent + 1.2 * shows * open,
        "%s %s %.0f s before its onset; errors, latency and new logs make %.0f %% of the score",
        change.kind(),
        change.id(),
        beforeMillis / 1000.0,
        100 * shows);
  }

  static Evidence pattern(PatternMatch match) {
    return evidence("pattern", match.weight(), "pattern %s: %s", match.pattern(), match.text());
  }

  List<Evidence> history(String service, String faultType, PriorState prior) {
    long right = prior.right(service, faultType);
    long wrong = prior.wrong(service, faultType);
    if (right + wrong == 0) {
      return List.of();
    }
    double weight = Math.max(-1.5, Math.min(1.5, Math.log((right + 1.0) / (wrong + 1.0))));
    return List.of(
        evidence(
            "history",
            weight,
            "this diagnosis was right %d times and wrong %d times before",
            right,
            wrong));
  }

  private static Evidence evidence(String kind, double weight, String format, Object... values) {
    return new Evidence(
        kind,
        weight < 0 ? Stance.AGAINST : Stance.FOR,
        String.format(Locale.ROOT, format, values),
        weight);
  }
}
