package dev.nightshift.job.operator;

import dev.nightshift.contract.Incident;
import dev.nightshift.incident.Effects;
import dev.nightshift.incident.IncidentMachine;
import dev.nightshift.incident.Now;
import dev.nightshift.incident.SystemIncidents;
import dev.nightshift.job.serde.Outputs;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incident life cycle of each system. Keyed by system; the decisions are {@link
 * IncidentMachine}'s, this gives it events in order, both clocks, and durable memory. The policies
 * in force are part of a system's state: after a restart it decides by those it decided by before.
 */
public final class IncidentFunction extends OrderedFunction<IncidentInput, Incident> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IncidentFunction.class);

  /** Compiled policies kept by a task; systems differ in theirs only while an update travels. */
  private static final int MAX_MACHINES = 4;

  private final IncidentOptions options;
  private transient Map<String, IncidentMachine> machines;
  private transient ValueState<SystemIncidents> state;
  private transient ValueState<PolicyUpdate> policies;

  public IncidentFunction(IncidentOptions options) {
    super(TypeInformation.of(IncidentInput.class));
    this.options = options;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    machines =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, IncidentMachine> eldest) {
            return size() > MAX_MACHINES;
          }
        };
    policies =
        getRuntimeContext().getState(new ValueStateDescriptor<>("policy", PolicyUpdate.class));
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
    return input.result() != null || input.control() != null || input.policy() != null;
  }

  /** Diagnoses first: an anomaly that one of them takes in joins its incident and opens none. */
  @Override
  protected Comparator<IncidentInput> tieBreak() {
    return Comparator.comparing((IncidentInput input) -> input.diagnosis() == null)
        .thenComparing(
            input ->
                input.anomaly() != null
                    ? input.anomaly().getId() + input.anomaly().getPhase()
                    : input.diagnosis().getId() + input.diagnosis().getRevision());
  }

  @Override
  protected void handle(IncidentInput input, long time, Context context, Collector<Incident> out)
      throws Exception {
    if (input.policy() != null) {
      policies.update(input.policy());
    }
    SystemIncidents incidents = current(input.system());
    IncidentMachine machine = machine();
    Now now = now(time, context);
    Effects effects;
    if (input.policy() != null) {
      effects = machine.policiesChanged(incidents, now);
    } else if (input.anomaly() != null) {
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
    finish(incidents, machine().advance(incidents, now(eventTime, context)), context, out);
  }

  private void finish(
      SystemIncidents incidents, Effects effects, Context context, Collector<Incident> out)
      throws Exception {
    effects.incidents().forEach(out::collect);
    effects.requests().forEach(request -> context.output(Outputs.REQUESTS, request));
    effects.labels().forEach(label -> context.output(Outputs.LABELS, label));
    effects.automation().forEach(change -> context.output(Outputs.AUTOMATION, change));
    effects.notifications().forEach(word -> context.output(Outputs.NOTIFICATIONS, word));
    effects.ignored().forEach(reason -> LOG.info("{}: {}", incidents.system, reason));
    wake(incidents, context);
    state.update(incidents);
  }

  private void wake(SystemIncidents incidents, Context context) throws Exception {
    IncidentMachine machine = machine();
    long event = machine.nextEventDeadline(incidents);
    long wall = machine.nextWallDeadline(incidents);
    if (!options.conduct().imagined()) {
      wakeAt(event, context);
      wakeAtWall(wall, context);
    } else if (context.timerService().currentWatermark() < Long.MAX_VALUE) {
      // Nothing is known of what comes after the recording.
      wakeAt(Math.min(event, wall), context);
    }
  }

  /** Decides by the policies that were last announced to this system, else by the job's own. */
  private IncidentMachine machine() throws Exception {
    PolicyUpdate announced = policies.value();
    String hash = announced == null ? "" : announced.hash();
    IncidentMachine machine = machines.get(hash);
    if (machine == null) {
      machine = announced == null ? options.machine() : options.with(announced).machine();
      machines.put(hash, machine);
    }
    return machine;
  }

  /** A recording has one clock: its people live when it was made. */
  private Now now(long eventTime, Context context) {
    return new Now(
        eventTime,
        options.conduct().imagined() ? eventTime : context.timerService().currentProcessingTime());
  }

  private SystemIncidents current(String system) throws Exception {
    SystemIncidents stored = state.value();
    return stored == null ? SystemIncidents.of(system) : stored;
  }
}
