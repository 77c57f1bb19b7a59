package dev.nightshift.job.operator;

import dev.nightshift.diagnose.Declaration;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.diagnose.GraphEnricher;
import dev.nightshift.diagnose.GraphState;
import dev.nightshift.diagnose.PlacementState;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.SystemEvent;
import java.util.Comparator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Learns who calls whom and what runs where, and tells every anomaly and change where it stands.
 * Keyed by system. All but placements goes on in event-time order; anomalies and changes are
 * enriched.
 */
public final class GraphFunction extends OrderedFunction<SystemEvent, SystemEvent> {

  private static final long serialVersionUID = 1L;

  private final DeclaredCalls declared;
  private transient Declaration declaration;
  private transient GraphEnricher enricher;
  private transient ValueState<GraphState> state;
  private transient ValueState<PlacementState> places;

  /**
   * @param declared calls that are known beside those that are seen
   */
  public GraphFunction(DeclaredCalls declared) {
    super(TypeInformation.of(SystemEvent.class));
    this.declared = declared;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    ServiceGraph graph = new ServiceGraph();
    declaration = new Declaration(declared, graph);
    enricher = new GraphEnricher(graph, ServiceGraph.DEFAULT_DEPTH);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("graph", GraphState.class));
    places =
        getRuntimeContext().getState(new ValueStateDescriptor<>("places", PlacementState.class));
  }

  @Override
  protected long timeOf(SystemEvent event) {
    return event.timeMillis();
  }

  @Override
  protected Comparator<SystemEvent> tieBreak() {
    return SystemEventOrder.SAME_TIME;
  }

  @Override
  protected void handle(SystemEvent event, long time, Context context, Collector<SystemEvent> out)
      throws Exception {
    GraphState current = state.value();
    GraphState graphState = current == null ? new GraphState() : current;
    declaration.apply(graphState, event.system());
    PlacementState known = places.value();
    PlacementState placed = known == null ? new PlacementState() : known;
    SystemEvent enriched = enricher.enrich(graphState, placed, event);
    state.update(graphState);
    if (event.kind() == SystemEvent.Kind.PLACEMENT) {
      places.update(placed);
    } else {
      // Calls go on too: the diagnosis keeps its own graph of the system.
      out.collect(enriched);
    }
  }

  @Override
  protected void advance(long time, Context context, Collector<SystemEvent> out) {
    // The graph ages as calls come in; nothing waits for time to pass.
  }
}
