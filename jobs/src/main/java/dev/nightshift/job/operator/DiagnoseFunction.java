package dev.nightshift.job.operator;

import dev.nightshift.contract.Diagnosis;
import dev.nightshift.diagnose.Declaration;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.diagnose.Diagnoser;
import dev.nightshift.diagnose.DiagnoserSettings;
import dev.nightshift.diagnose.DiagnoserState;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.SystemEvent;
import java.util.Comparator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Turns anomalies, changes, calls, pattern matches and what services found into ranked causes.
 * Keyed by system; the decisions are {@link Diagnoser}'s.
 */
public final class DiagnoseFunction extends OrderedFunction<SystemEvent, Diagnosis> {

  private static final long serialVersionUID = 1L;

  private final long settleMillis;
  private final DeclaredCalls declared;
  private transient Declaration declaration;
  private transient Diagnoser diagnoser;
  private transient ValueState<DiagnoserState> state;

  /**
   * @param settleMillis how long symptoms may gather before the first diagnosis
   * @param declared calls that are known beside those that are seen
   */
  public DiagnoseFunction(long settleMillis, DeclaredCalls declared) {
    super(TypeInformation.of(SystemEvent.class));
    this.settleMillis = settleMillis;
    this.declared = declared;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    ServiceGraph graph = new ServiceGraph();
    declaration = new Declaration(declared, graph);
    diagnoser = new Diagnoser(DiagnoserSettings.DEFAULT.withSettle(settleMillis), graph);
    state =
        getRuntimeContext().getState(new ValueStateDescriptor<>("diagnoser", DiagnoserState.class));
  }

  @Override
  protected long timeOf(SystemEvent event) {
    return event.timeMillis();
  }

  /** People and verification have their own time. */
  @Override
  protected boolean isTimeless(SystemEvent event) {
    return event.kind() == SystemEvent.Kind.LABEL;
  }

  @Override
  protected Comparator<SystemEvent> tieBreak() {
    return SystemEventOrder.SAME_TIME;
  }

  @Override
  protected void handle(SystemEvent event, long time, Context context, Collector<Diagnosis> out)
      throws Exception {
    DiagnoserState current = current();
    declaration.apply(current.graph, event.system());
    diagnoser.accept(current, event);
    state.update(current); // advance follows, and sets the timer
  }

  @Override
  protected void advance(long time, Context context, Collector<Diagnosis> out) throws Exception {
    DiagnoserState current = current();
    diagnoser.advance(current, time).forEach(out::collect);
    finish(current, context);
  }

  private void finish(DiagnoserState current, Context context) throws Exception {
    wakeAt(diagnoser.nextDeadline(current), context);
    state.update(current);
  }

  private DiagnoserState current() throws Exception {
    DiagnoserState stored = state.value();
    return stored == null ? new DiagnoserState() : stored;
  }
}
