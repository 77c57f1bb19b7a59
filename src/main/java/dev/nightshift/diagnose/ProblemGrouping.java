package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import java.util.ArrayList;
import java.util.Comparator;
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
          && roots(other, state.graph).stream().allMatch(callers::containsKey)) {
        others.add(other);
      }
    }
    return others;
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
    if (services(problem).contains(service)) {
      return SAME;
    }
    return roots(problem, graphState).stream()
        .mapToInt(
            root ->
                Math.min(
                    callees.getOrDefault(root, Integer.MAX_VALUE),
                    callers.getOrDefault(root, Integer.MAX_VALUE)))
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  /** Services of the problem that call no other of its services; all of them in a cycle. */
  private List<String> roots(ProblemState problem, GraphState graphState) {
    Set<String> services = services(problem);
    List<String> roots = new ArrayList<>();
    for (String service : services) {
      Set<String> below = new HashSet<>(graph.calleesOf(graphState, service, settings.hops()));
      below.retainAll(services);
      below.removeAll(graph.callersOf(graphState, service, settings.hops()));
      if (below.isEmpty()) {
        roots.add(service);
      }
    }
    roots.sort(Comparator.naturalOrder());
    return roots;
  }

  static Set<String> services(ProblemState problem) {
    Set<String> services = new HashSet<>();
    problem.anomalies.values().forEach(a -> services.add(Services.of(a.getEntity())));
    return services;
  }
}
