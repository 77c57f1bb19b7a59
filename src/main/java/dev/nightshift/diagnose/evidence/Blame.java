package dev.nightshift.diagnose.evidence;

import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Stance;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an entity may only suffer. Blame flows from caller to callee: slow answers, failures and
 * unusual paths of a caller are explained by a callee that deviates alike; processor, memory and
 * the time between two entities are not.
 */
final class Blame {

  /** A callee explains so much of what it could. */
  private static final double EXPLAINED = 0.9;

  /** What lies off every deviating path from the suffering entity keeps so much. */
  private static final double OFF_PATH = 0.3;

  private static final double DEVIATES = 0.5;

  private static final Map<Sign, Set<Sign>> EXPLAINED_BY =
      Map.of(
          Sign.LATENCY, Set.of(Sign.LATENCY, Sign.GAP, Sign.CPU),
          Sign.ERRORS, Set.of(Sign.ERRORS, Sign.STEP),
          Sign.STEP, Set.of(Sign.STEP, Sign.ERRORS));

  private final ServiceGraph graph;
  private final SystemEvidence system;
  private final Map<String, Map<Sign, Finding>> strongest;
  private final Map<String, Set<String>> slowCallees = new TreeMap<>();
  private final String target;
  private final MetricFamily suffering;
  private final Set<String> onPath;

  Blame(
      ServiceGraph graph,
      SystemEvidence system,
      Map<String, Map<Sign, Finding>> strongest,
      List<Finding> findings,
      Question question) {
    this.graph = graph;
    this.system = system;
    this.strongest = strongest;
    this.target = question.target().isEmpty() ? "" : Services.of(question.target());
    this.suffering = question.metric().isEmpty() ? null : MetricFamily.of(question.metric());
    for (Finding finding : findings) {
      if (finding.sign() == Sign.GAP && finding.weight() > 1) {
        slowCallees
            .computeIfAbsent(finding.partner(), c -> new HashSet<>())
            .add(Services.of(finding.entity()));
      }
    }
    this.onPath = deviatingPaths();
  }

  /**
   * What is left of an entity's own findings.
   *
   * @param left share of each finding that is left, 0 to 1
   * @param against why
   */
  record Share(Map<Sign, Double> left, List<Evidence> against) {

    double of(Sign sign, Map<Sign, Finding> findings) {
      Finding finding = findings.get(sign);
      return finding == null ? 0 : finding.weight() * left.getOrDefault(sign, 1.0);
    }
  }

  Share of(String service) {
    Map<Sign, Double> left = new TreeMap<>();
    List<Evidence> against = new ArrayList<>();
    Map<Sign, Finding> own = strongest.get(service);
    Map<String, Integer> below =
        graph.calleeHops(system.graph, service, ServiceGraph.DEFAULT_DEPTH);
    Map<String, Integer> above =
        graph.callerHops(system.graph, service, ServiceGraph.DEFAULT_DEPTH);
    own.forEach(
        (sign, finding) -> {
          double share = family(sign) * explained(sign, finding, below, above, against);
          if (sign == Sign.GAP
              && slowCallees.getOrDefault(finding.partner(), Set.of()).size() > 1) {
            share *= 0.5;
            against.add(
                against(
                    0.5 * finding.weight(),
                    "%s waits for %d other callees too",
                    finding.partner(),
                    slowCallees.get(finding.partner()).size() - 1));
          }
          left.put(sign, share);
        });
    if (!onPath.isEmpty() && !onPath.contains(service)) {
      left.replaceAll((sign, share) -> share * OFF_PATH);
      against.add(against(0, "no path of deviating calls leads to it from %s", target));
    }
    return new Share(left, against);
  }

  /** How much a sign counts: most if it is what the symptom was told in. */
  private double family(Sign sign) {
    if (sign != Sign.LATENCY && sign != Sign.ERRORS) {
      return 1;
    }
    if (suffering == null) {
      return 0.5;
    }
    boolean latency = suffering == MetricFamily.LATENCY;
    return latency == (sign == Sign.LATENCY) ? 1 : 0.2;
  }

  private double explained(
      Sign sign,
      Finding finding,
      Map<String, Integer> below,
      Map<String, Integer> above,
      List<Evidence> against) {
    Set<Sign> by = EXPLAINED_BY.getOrDefault(sign, Set.of());
    Finding best = null;
    for (String callee : new TreeMap<>(below).keySet()) {
      if (above.containsKey(callee) || !strongest.containsKey(callee)) {
        continue;
      }
      for (Sign other : by) {
        Finding found = strongest.get(callee).get(other);
        if (found != null && (best == null || found.weight() > best.weight())) {
          best = found;
        }
      }
    }
    if (best == null || finding.weight() == 0) {
      return 1;
    }
    double explained = EXPLAINED * Math.min(finding.weight(), best.weight());
    if (explained > 0.5) {
      against.add(
          against(
              explained,
              "it calls %s, which deviates too: %s",
              Services.of(best.entity()),
              best.text()));
    }
    return 1 - explained / finding.weight();
  }

  /** Entities that the target reaches through deviating ones; empty without a known target. */
  private Set<String> deviatingPaths() {
    Set<String> reached = new HashSet<>();
    boolean known =
        system.graph.edges.values().stream()
            .anyMatch(edge -> edge.caller.equals(target) || edge.callee.equals(target));
    if (!known) {
      return reached;
    }
    Deque<String> open = new ArrayDeque<>(List.of(target));
    reached.add(target);
    while (!open.isEmpty()) {
      for (String callee : graph.calleesOf(system.graph, open.pop(), 1)) {
        Map<Sign, Finding> signs = strongest.getOrDefault(callee, Map.of());
        boolean deviates = signs.values().stream().anyMatch(f -> f.weight() > DEVIATES);
        if (deviates && reached.add(callee)) {
          open.push(callee);
        }
      }
    }
    return reached;
  }

  /**
   * Takes from entities that only their callers speak of what some entity that speaks for itself
   * explains: a load balancer's address is as slow as the service behind it. How far each moved
   * says nothing between the two, because each is measured in its own usual spread; that some
   * service deviates by itself, as surely as its nats say, is enough.
   */
  List<Cause> withoutRemote(List<Cause> causes) {
    double traced =
        causes.stream()
            .filter(cause -> !system.remote.contains(cause.service()))
            .filter(cause -> !cause.service().equals(target))
            .mapToDouble(Cause::weight)
            .max()
            .orElse(0);
    double share = EXPLAINED * (1 - Math.exp(-traced));
    List<Cause> fair = new ArrayList<>();
    for (Cause cause : causes) {
      double explained = share * cause.weight();
      if (!system.remote.contains(cause.service()) || explained <= 0) {
        fair.add(cause);
        continue;
      }
      List<Evidence> evidence = new ArrayList<>(cause.evidence());
      evidence.add(against(explained, "it is known from its callers' view only"));
      fair.add(
          new Cause(
              cause.service(),
              cause.entity(),
              cause.faultType(),
              cause.region(),
              cause.weight() - explained,
              0,
              evidence));
    }
    return fair;
  }

  private static Evidence against(double weight, String format, Object... values) {
    return new Evidence(
        "graph", Stance.AGAINST, String.format(Locale.ROOT, format, values), -weight);
  }
}
