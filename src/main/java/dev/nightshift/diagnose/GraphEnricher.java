package dev.nightshift.diagnose;

/** Gives the events of a system their place in its service graph, which it learns from calls. */
public final class GraphEnricher {

  private final ServiceGraph graph;
  private final int depth;

  public GraphEnricher(ServiceGraph graph, int depth) {
    this.graph = graph;
    this.depth = depth;
  }

  /**
   * A call is learned and comes back as it is; an anomaly or change comes back with its callers and
   * callees as the graph stands now.
   */
  public SystemEvent enrich(GraphState state, SystemEvent event) {
    return switch (event.kind()) {
      case CALL -> {
        graph.observe(state, event.call());
        yield event;
      }
      case ANOMALY, CHANGE -> {
        String service = Services.of(event.entity());
        yield event.withNeighbours(
            graph.callersOf(state, service, depth), graph.calleesOf(state, service, depth));
      }
      case MATCH -> event;
    };
  }
}
