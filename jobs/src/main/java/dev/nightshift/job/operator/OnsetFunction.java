package dev.nightshift.job.operator;

import dev.nightshift.diagnose.evidence.EvidenceRecorder;
import dev.nightshift.diagnose.evidence.EvidenceState;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.OnsetEstimator;
import java.util.Comparator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Tells since when something is wrong, for symptoms that do not say it. Keyed by system: a change
 * shows in all series together, so that it has to remember them all. Only for recordings; a
 * detector knows the onset of its alarms.
 */
public final class OnsetFunction extends OrderedFunction<Observation, Observation> {

  private static final long serialVersionUID = 1L;
  private static final int MAX_SERIES = 20_000;

  private transient EvidenceRecorder recorder;
  private transient ValueState<EvidenceState> state;

  public OnsetFunction() {
    super(TypeInformation.of(Observation.class));
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    recorder = new EvidenceRecorder(MAX_SERIES);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("series", EvidenceState.class));
  }

  @Override
  protected long timeOf(Observation observation) {
    return observation.knownMillis();
  }

  @Override
  protected Comparator<Observation> tieBreak() {
    return ObservationOrder.SAME_TIME;
  }

  @Override
  protected void handle(Observation seen, long time, Context context, Collector<Observation> out)
      throws Exception {
    EvidenceState stored = state.value();
    EvidenceState current = stored == null ? new EvidenceState() : stored;
    switch (seen.kind()) {
      case SYMPTOM -> out.collect(OnsetEstimator.withOnset(current, seen));
      case METRIC, COUNTER, DISTRIBUTION, GAP, SELF -> recorder.record(current, seen);
      case STEP, EDGE, CHANGE, PRESENT, ANOMALY -> {
        // They have no values that could change.
      }
    }
    state.update(current);
  }

  @Override
  protected void advance(long time, Context context, Collector<Observation> out) {
    // Nothing waits for a time of its own.
  }
}
