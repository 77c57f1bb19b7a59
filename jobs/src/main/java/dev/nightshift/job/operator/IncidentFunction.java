package dev.nightshift.job.operator;

import dev.nightshift.contract.Incident;
import dev.nightshift.incident.Effects;
import dev.nightshift.incident.IncidentMachine;
import dev.nightshift.incident.Now;
import dev.nightshift.incident.SystemIncidents;
import dev.nightshift.job.serde.Outputs;
import java.util.Comparator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incident life cycle of each system. Keyed by system; the decisions are {@link
 * IncidentMachine}'s, this gives it events in order, both clocks, and durable memory.
 */
public final class IncidentFunction extends OrderedFunction<IncidentInput, Incident> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IncidentFunction.class);

  private final IncidentOptions options;
  private transient IncidentMachine machine;
  private transient ValueState<SystemIncidents> state;

  public IncidentFunction(IncidentOptions options) {
    super(TypeInformation.of(IncidentInput.class));
    this.options = options;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    machine = options.machine();
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("incidents", SystemIncidents.class));
  }

  @Override
  protected long timeOf(IncidentInput input) {
    return input.timeMillis();
  }

  @Override
  protected boolean isTimeless(IncidentInput input) {
    return input.result() != null || input.control() != null;
  }

  /** Anomalies before the diagnoses that speak of them. */
  @Override
  protected Comparator<IncidentInput> tieBreak() {
    return Comparator.comparing((IncidentInput input) -> input.diagnosis() != null)
        .thenComparing(
            input ->
                input.anomaly() != null
                    ? input.anomaly().getId() + input.anomaly().getPhase()
                    : input.diagnosis().getId() + input.diagnosis().getRevision());
  }

  @Override
  protected void handle(IncidentInput input, long time, Context context, Collector<Incident> out)
      throws Exception {
    SystemIncidents incidents = current(input.system());
    Now now = now(time, context);
    Effects effects;
    if (input.anomaly() != null) {
      effects = machine.anomaly(incidents, input.anomaly(), now);
    } else if (input.diagnosis() != null) {
      effects = machine.diagnosis(incidents, input.diagnosis(), now);
    } else if (input.result() != null) {
      effects = machine.result(incidents, input.result(), now);
    } else {
      effects = machine.control(incidents, input.control(), now);
    }
    finish(incidents, effects, context, out);
  }

  @Override
  protected void advance(long time, Context context, Collector<Incident> out) throws Exception {
    step(time, context, out);
  }

  @Override
  protected void onWallTime(Context context, Collector<Incident> out) throws Exception {
    step(context.timerService().currentWatermark(), context, out);
  }

  private void step(long eventTime, Context context, Collector<Incident> out) throws Exception {
    SystemIncidents incidents = current(context.getCurrentKey());
    finish(incidents, machine.advance(incidents, now(eventTime, context)), context, out);
  }

  private void finish(
      SystemIncidents incidents, Effects effects, Context context, Collector<Incident> out)
      throws Exception {
    effects.incidents().forEach(out::collect);
    effects.requests().forEach(request -> context.output(Outputs.REQUESTS, request));
    effects.labels().forEach(label -> context.output(Outputs.LABELS, label));
    effects.automation().forEach(change -> context.output(Outputs.AUTOMATION, change));
    effects.ignored().forEach(reason -> LOG.info("{}: {}", incidents.system, reason));
    wakeAt(machine.nextEventDeadline(incidents), context);
    wakeAtWall(machine.nextWallDeadline(incidents), context);
    state.update(incidents);
  }

  private static Now now(long eventTime, Context context) {
    return new Now(eventTime, context.timerService().currentProcessingTime());
  }

  private SystemIncidents current(String system) throws Exception {
    SystemIncidents stored = state.value();
    return stored == null ? SystemIncidents.of(system) : stored;
  }
}
