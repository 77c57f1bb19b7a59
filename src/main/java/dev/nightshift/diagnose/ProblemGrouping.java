package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which problem an anomaly belongs to.
 *
 * <p>Not nearness in the graph: through the front end everything is near everything, and two faults
 * at once would become one. What counts is explanation. The roots of a problem are its services
 * that call no other of its services. An anomaly joins if its service is a root or calls one (it is
 * a symptom), or if a root calls it (it may be the deeper cause). A callee of a mere symptom is
 * neither, and begins a problem of its own.
 */
final class ProblemGrouping {

  private static final int SAME = 0;

  private final ServiceGraph graph;
  private final DiagnoserSettings settings;

  ProblemGrouping(ServiceGraph graph, DiagnoserSettings settings) {
    this.graph = graph;
    this.settings = settings;
  }

  /** The problem that the anomaly joins; empty if it begins one. */
  Optional<ProblemState> find(DiagnoserState state, Anomaly anomaly) {
    for (ProblemState problem : state.problems) {
      if (problem.anomalies.containsKey(anomaly.getId())) {
        return Optional.of(problem);
      }
    }
    String service = Services.of(anomaly.getEntity());
    Map<String, Integer> callees = graph.calleeHops(state.graph, service, settings.hops());
    Map<String, Integer> callers = graph.callerHops(state.graph, service, settings.hops());
    ProblemState best = null;
    int bestHops = Integer.MAX_VALUE;
    for (ProblemState problem : state.problems) {
      if (!isOpen(problem, anomaly.getOnset())) {
        continue;
      }
      int hops = hops(problem, state.graph, service, callees, callers);
      if (hops < bestHops) {
        best = problem;
        bestHops = hops;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Problems that were not told yet and that this service, as their common deeper cause, makes one
   * with {@code problem}.
   */
  List<ProblemState> explainedToo(DiagnoserState state, ProblemState problem, String service) {
    Map<String, Integer> callers = graph.callerHops(state.graph, service, settings.hops());
    List<ProblemState> others = new ArrayList<>();
    for (ProblemState other : state.problems) {
      if (other != problem
          && other.revision == 0
          && callAll(callers, services(other), state.graph)) {
        others.add(other);
      }
    }
    return others;
  }

  /** Whether every root among the services is one of the callers. */
  private boolean callAll(
      Map<String, Integer> callers, Set<String> services, GraphState graphState) {
    return services.stream()
        .noneMatch(one -> !callers.containsKey(one) && isRoot(one, services, graphState));
  }

  /** Whether the problem still takes anomalies that begin at {@code time}. */
  private boolean isOpen(ProblemState problem, long time) {
    return isActive(problem) || time - problem.lastActivity <= settings.joinMillis();
  }

  static boolean isActive(ProblemState problem) {
    return problem.anomalies.values().stream().anyMatch(a -> a.getPhase() != AnomalyPhase.ENDED);
  }

  private int hops(
      ProblemState problem,
      GraphState graphState,
      String service,
      Map<String, Integer> callees,
      Map<String, Integer> callers) {
    Set<String> services = services(problem);
    if (services.contains(service)) {
      return SAME;
    }
    Map<String, Integer> near = new HashMap<>();
    for (String one : services) {
      int hops =
          Math.min(
              callees.getOrDefault(one, Integer.MAX_VALUE),
              callers.getOrDefault(one, Integer.MAX_VALUE));
      if (hops < Integer.MAX_VALUE) {
        near.put(one, hops);
      }
    }
    // The nearest first: whether one is a root costs a walk through the graph.
    return near.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .filter(entry -> isRoot(entry.getKey(), services, graphState))
        .mapToInt(Map.Entry::getValue)
        .findFirst()
        .orElse(Integer.MAX_VALUE);
  }

  /** Whether a service calls no other of these, or is called back by each that it calls. */
  private boolean isRoot(String service, Set<String> services, GraphState graphState) {
    Set<String> below =
        new HashSet<>(graph.calleeHops(graphState, service, settings.hops()).keySet());
    below.retainAll(services);
    if (!below.isEmpty()) {
      below.removeAll(graph.callerHops(graphState, service, settings.hops()).keySet());
    }
    return below.isEmpty();
  }

  static Set<String> services(ProblemState problem) {
    Set<String> services = new HashSet<>();
    problem.anomalies.values().forEach(a -> services.add(Services.of(a.getEntity())));
    return services;
  }
}
