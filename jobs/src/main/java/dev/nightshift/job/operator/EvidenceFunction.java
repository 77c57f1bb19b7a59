package dev.nightshift.job.operator;

import dev.nightshift.diagnose.evidence.EvidenceRecorder;
import dev.nightshift.diagnose.evidence.EvidenceState;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.Question;
import dev.nightshift.diagnose.evidence.ServiceFindings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Remembers what was observed at a service, and answers questions with what is not as it was. Keyed
 * by service, so that a large system's telemetry does not meet in one place.
 *
 * <p>Observations wait for the watermark and are taken in together, {@link #BATCH_MILLIS} of them
 * at a time, in a total order: that costs one append each, and a question sees the same whatever
 * the parallelism and the pace of the watermark. A late one is taken in next.
 */
public final class EvidenceFunction
    extends KeyedCoProcessFunction<String, Observation, Question, ServiceFindings> {

  private static final long serialVersionUID = 1L;
  private static final long BATCH_MILLIS = 10_000;
  private static final int MAX_WAITING = 100_000;

  private final int maxSeries;
  private final Duration retention;
  private transient EvidenceRecorder recorder;
  private transient ListState<Observation> waiting;
  private transient ValueState<Waiting> marks;
  private transient ListState<Question> questions;
  private transient ValueState<EvidenceState> state;
  private transient Counter dropped;

  /** How many observations wait, and until when the last of them does. A POJO. */
  public static final class Waiting {
    public int count;
    public long due = Long.MIN_VALUE;
  }

  /**
   * @param maxSeries of each kind and service; more are counted and refused
   * @param retention a service that says nothing for so long is forgotten
   */
  public EvidenceFunction(int maxSeries, Duration retention) {
    this.maxSeries = maxSeries;
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    recorder = new EvidenceRecorder(maxSeries);
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(Observation.class)));
    marks = getRuntimeContext().getState(new ValueStateDescriptor<>("marks", Waiting.class));
    questions =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("questions", TypeInformation.of(Question.class)));
    ValueStateDescriptor<EvidenceState> remembered =
        new ValueStateDescriptor<>("evidence", EvidenceState.class);
    remembered.enableTimeToLive(StateTtlConfig.newBuilder(retention).build());
    state = getRuntimeContext().getState(remembered);
    dropped = getRuntimeContext().getMetricGroup().counter("observations_dropped");
  }

  @Override
  public void processElement1(Observation seen, Context context, Collector<ServiceFindings> out)
      throws Exception {
    Waiting mark = marks.value();
    if (mark == null) {
      mark = new Waiting();
    }
    if (mark.count >= MAX_WAITING) {
      dropped.inc();
      return;
    }
    waiting.add(seen);
    mark.count++;
    long ready = ready(seen.knownMillis(), context);
    long due = -Math.floorDiv(-ready, BATCH_MILLIS) * BATCH_MILLIS;
    if (due != mark.due) {
      context.timerService().registerEventTimeTimer(due);
      mark.due = due;
    }
    marks.update(mark);
  }

  @Override
  public void processElement2(Question question, Context context, Collector<ServiceFindings> out)
      throws Exception {
    questions.add(question);
    context.timerService().registerEventTimeTimer(ready(question.timeMillis(), context));
  }

  /** What is late is ready with the next step of the watermark. */
  private static long ready(long time, Context context) {
    long watermark = context.timerService().currentWatermark();
    return time > watermark ? time : watermark + 1;
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<ServiceFindings> out)
      throws Exception {
    takeIn(time);
    List<Question> later = new ArrayList<>();
    for (Question question : questions.get()) {
      if (question.timeMillis() > time) {
        later.add(question);
      } else if (state.value() != null) {
        out.collect(ServiceFindings.of(state.value(), question));
      }
    }
    questions.update(later);
  }

  private void takeIn(long time) throws Exception {
    List<Observation> now = new ArrayList<>();
    List<Observation> later = new ArrayList<>();
    for (Observation seen : waiting.get()) {
      (seen.knownMillis() <= time ? now : later).add(seen);
    }
    if (now.isEmpty()) {
      return;
    }
    now.sort(ObservationOrder.BY_TIME);
    EvidenceState stored = state.value();
    EvidenceState current = stored == null ? new EvidenceState() : stored;
    now.forEach(seen -> recorder.record(current, seen));
    state.update(current);
    if (later.isEmpty()) {
      waiting.clear();
      marks.clear();
      return;
    }
    waiting.update(later);
    Waiting mark = marks.value();
    mark.count = later.size();
    marks.update(mark);
  }
}
