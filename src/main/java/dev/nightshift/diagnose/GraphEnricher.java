package dev.nightshift.diagnose;

/**
 * Gives the events of a system their place in its service graph, which it learns from calls, and on
 * its hosts, which it learns from where instances say they run.
 */
public final class GraphEnricher {

  private final ServiceGraph graph;
  private final Placements placements = new Placements();
  private final int depth;

  public GraphEnricher(ServiceGraph graph, int depth) {
    this.graph = graph;
    this.depth = depth;
  }

  /**
   * A call is learned and comes back as it is; an anomaly or change comes back with its callers and
   * callees, hosts and deployments as they are known now.
   */
  public SystemEvent enrich(GraphState state, PlacementState places, SystemEvent event) {
    return switch (event.kind()) {
      case CALL -> {
        graph.observe(state, event.call());
        yield event;
      }
      case ANOMALY, CHANGE -> {
        String service = Services.of(event.entity());
        yield event
            .withNeighbours(
                graph.callersOf(state, service, depth), graph.calleesOf(state, service, depth))
            .withPlace(
                placements.hostsOf(places, service), placements.deploymentsOf(places, service));
      }
      case PLACEMENT -> {
        placements.observe(places, event.placement());
        yield event;
      }
      case MATCH, CAUSES, LABEL -> event;
    };
  }
}
