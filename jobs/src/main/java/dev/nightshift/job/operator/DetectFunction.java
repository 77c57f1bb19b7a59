package dev.nightshift.job.operator;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.detect.AnomalyDetector;
import dev.nightshift.detect.DetectorSettings;
import dev.nightshift.detect.DetectorState;
import dev.nightshift.detect.DeviationState;
import dev.nightshift.detect.Judgement;
import dev.nightshift.detect.Score;
import dev.nightshift.job.serde.Outputs;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns an entity's scores into anomalies, and lets labels move its threshold. Keyed by entity; the
 * decisions are {@link AnomalyDetector}'s. What was decided about each step leaves by {@link
 * Outputs#JUDGEMENTS}.
 */
public final class DetectFunction
    extends KeyedCoProcessFunction<String, Score, FeedbackLabel, Anomaly> {

  private static final long serialVersionUID = 1L;

  /** A false alarm makes the entity this much less touchy, a missed anomaly this much more. */
  private static final double FEEDBACK_STEP = 1.25;

  private final DetectorOptions options;
  private transient AnomalyDetector detector;
  private transient ValueState<DetectorState> state;

  public DetectFunction(DetectorOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    DetectorSettings settings = options.settings();
    detector = new AnomalyDetector(settings);
    ValueStateDescriptor<DetectorState> descriptor =
        new ValueStateDescriptor<>("detector", DetectorState.class);
    // An entity that is gone for good takes its state with it.
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(options.retention()).build());
    state = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(Score score, Context context, Collector<Anomaly> out)
      throws Exception {
    DetectorState detectorState = current();
    long silent = detector.silenceDeadline(detectorState);
    if (score.stepEnd() > silent) {
      // The timer may not have fired yet: when a backlog is read, scores overtake it.
      detector.onSilence(detectorState, silent).ifPresent(out::collect);
    }
    boolean isNew = score.stepEnd() > detectorState.lastStep;
    float limit = isNew ? (float) detector.limit(detectorState, score) : Float.NaN;
    Optional<Anomaly> anomaly = detector.accept(detectorState, score);
    if (isNew) {
      DeviationState deviations = detectorState.deviations;
      context.output(
          Outputs.JUDGEMENTS,
          new Judgement(
              score.entity().key(),
              score.model(),
              score.stepEnd(),
              score.score(),
              detector.told(detectorState, score),
              limit,
              deviations == null ? Float.NaN : deviations.newest,
              deviations == null ? Float.NaN : deviations.newestLimit,
              detectorState.open));
    }
    finish(detectorState, anomaly, context, out);
  }

  @Override
  public void processElement2(FeedbackLabel label, Context context, Collector<Anomaly> out)
      throws Exception {
    DetectorState detectorState = current();
    switch (label.getLabel()) {
      case "false_alarm" -> detector.threshold().adjust(detectorState.threshold, FEEDBACK_STEP);
      case "missed" -> detector.threshold().adjust(detectorState.threshold, 1 / FEEDBACK_STEP);
      default -> {
        return;
      }
    }
    state.update(detectorState);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Anomaly> out) throws Exception {
    DetectorState detectorState = current();
    finish(detectorState, detector.onSilence(detectorState, time), context, out);
  }

  private void finish(
      DetectorState detectorState,
      Optional<Anomaly> anomaly,
      Context context,
      Collector<Anomaly> out)
      throws Exception {
    anomaly.ifPresent(out::collect);
    // One timer while an anomaly is open, set when it opens and again when it fires too early.
    boolean opened = anomaly.isPresent() && detectorState.open;
    long deadline = detector.silenceDeadline(detectorState);
    if ((opened || context instanceof OnTimerContext) && deadline < Long.MAX_VALUE) {
      context.timerService().registerEventTimeTimer(deadline);
    }
    state.update(detectorState);
  }

  private DetectorState current() throws Exception {
    DetectorState stored = state.value();
    return stored == null ? new DetectorState() : stored;
  }
}
