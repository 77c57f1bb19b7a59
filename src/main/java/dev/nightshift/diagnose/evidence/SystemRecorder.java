package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.Services;

/** Keeps what concerns more than one service, bounded. Thread-safe; all state is passed in. */
public final class SystemRecorder {

  private static final int MAX_CHANGES = 500;
  private static final int MAX_REMOTE = 10_000;

  private final ServiceGraph graph;

  public SystemRecorder(ServiceGraph graph) {
    this.graph = graph;
  }

  /**
   * Takes one observation in.
   *
   * @param seen of kind {@link Observation.Kind#EDGE} or {@link Observation.Kind#CHANGE}
   */
  public void record(SystemEvidence system, Observation seen) {
    switch (seen.kind()) {
      case EDGE -> {
        graph.declare(system.graph, seen.entity(), seen.peer());
        if (seen.error() && system.remote.size() < MAX_REMOTE) {
          system.remote.add(seen.peer());
        }
      }
      case CHANGE -> {
        system.changes.add(
            new Change(
                Services.of(seen.entity()),
                seen.name(),
                seen.from(),
                seen.next(),
                seen.timeMillis()));
        if (system.changes.size() > MAX_CHANGES) {
          system.changes.remove(0);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "a system as a whole keeps edges and changes, no " + seen.kind());
    }
  }

  /** Takes calls in. */
  public void record(SystemEvidence system, CallEdge call) {
    graph.observe(system.graph, call);
  }

  /** Takes in who calls whom according to the callee. */
  void learn(SystemEvidence system, ServiceFindings callee, long timeMillis) {
    for (String caller : callee.callers()) {
      record(system, new CallEdge(callee.system(), caller, callee.service(), timeMillis, 1, 0, 0));
    }
  }
}
