package dev.nightshift.job.operator;

import static dev.nightshift.job.operator.Examples.score;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.detect.Judgement;
import dev.nightshift.detect.Score;
import dev.nightshift.job.serde.Outputs;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetectFunctionTest {

  private static final DetectorOptions OPTIONS =
      new DetectorOptions(null, 2, 3, Duration.ofDays(1));
  private static final float NORMAL = 0.5f;

  private KeyedTwoInputStreamOperatorTestHarness<String, Score, FeedbackLabel, Anomaly> harness;
  private long step;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
            new DetectFunction(OPTIONS),
            score -> score.entity().key(),
            FeedbackLabel::getEntity,
            Types.STRING);
    step = 0;
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void send(int times, float value) throws Exception {
    for (int i = 0; i < times; i++) {
      step++;
      harness.processElement1(score(step * Examples.STEP, value), step * Examples.STEP);
    }
  }

  private void label(String label) throws Exception {
    harness.processElement2(
        FeedbackLabel.newBuilder()
            .setId("l")
            .setEntity(Examples.ORDERS.key())
            .setLabel(label)
            .setFrom(0)
            .setTo(1)
            .setAuthor("kim")
            .setAt(1)
            .build(),
        1);
  }

  private List<AnomalyPhase> phases() {
    return harness.extractOutputValues().stream().map(Anomaly::getPhase).toList();
  }

  @Test
  void opensUpdatesAndEnds() throws Exception {
    send(20, NORMAL);
    send(1, 50);
    assertThat(phases()).as("one step is none").isEmpty();
    send(1, 50);
    assertThat(phases()).containsExactly(AnomalyPhase.OPENED);
    send(6, 60);
    send(3, NORMAL);

    assertThat(phases())
        .containsExactly(AnomalyPhase.OPENED, AnomalyPhase.UPDATED, AnomalyPhase.ENDED);
    Anomaly ended = harness.extractOutputValues().get(2);
    assertThat(ended.getOnset()).isEqualTo(21 * Examples.STEP);
    assertThat(ended.getEnded()).isEqualTo(29 * Examples.STEP);
    assertThat(harness.extractOutputValues())
        .extracting(Anomaly::getId)
        .containsOnly(ended.getId());
  }

  @Test
  void tellsOfEachStepWhatWasDecided() throws Exception {
    send(20, NORMAL);
    send(3, 50);
    harness.processElement1(score(step * Examples.STEP, 50), step * Examples.STEP);

    List<Judgement> judgements =
        harness.getSideOutput(Outputs.JUDGEMENTS).stream().map(StreamRecord::getValue).toList();

    assertThat(judgements).as("one for each step, none for a repeated one").hasSize(23);
    assertThat(judgements.get(19))
        .satisfies(
            normal -> {
              assertThat(normal.entity()).isEqualTo(Examples.ORDERS.key());
              assertThat(normal.stepEnd()).isEqualTo(20 * Examples.STEP);
              assertThat(normal.score()).isEqualTo(NORMAL);
              assertThat(normal.threshold()).isGreaterThan(NORMAL).isLessThan(50);
            });
    assertThat(judgements.subList(18, 23))
        .extracting(Judgement::anomalous)
        .as("two steps above the threshold open an anomaly")
        .containsExactly(false, false, false, true, true);
    float atPeak = harness.extractOutputValues().get(0).getThreshold();
    assertThat(judgements.get(20).threshold()).as("from before it was learned").isLessThan(atPeak);
  }

  @Test
  void ofASingleSeriesOneStepOpensAndWhatFollowsIsHeldBack() throws Exception {
    float[] nats = {0, 5, 20, 18, 0};
    for (float score : nats) {
      step++;
      harness.processElement1(
          Examples.scoreOfSeries(step * Examples.STEP, score), step * Examples.STEP);
    }

    assertThat(phases()).containsExactly(AnomalyPhase.OPENED);
    assertThat(harness.getSideOutput(Outputs.JUDGEMENTS))
        .extracting(StreamRecord::getValue)
        .extracting(Judgement::told)
        .as("20 is far higher than the 5 that was told")
        .containsExactly(0f, 5f, 20f, 0f, 0f);
    assertThat(harness.getSideOutput(Outputs.JUDGEMENTS))
        .extracting(StreamRecord::getValue)
        .extracting(Judgement::threshold)
        .containsOnly(8f);
  }

  @Test
  void normalScoresNeedNoTimersAndOneEntryOfState() throws Exception {
    send(100, NORMAL);

    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void anEntityThatFallsSilentEndsItsAnomaly() throws Exception {
    send(20, NORMAL);
    send(3, 50);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    long last = step * Examples.STEP;

    both(last + 599_999);
    assertThat(phases()).doesNotContain(AnomalyPhase.ENDED);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    both(last + 600_000);

    assertThat(phases()).endsWith(AnomalyPhase.ENDED);
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void labelsMoveTheThreshold() throws Exception {
    send(20, NORMAL);
    float before = thresholdOfNextAnomaly();
    for (int i = 0; i < 5; i++) {
      label("false_alarm");
    }
    float less = thresholdOfNextAnomaly();
    for (int i = 0; i < 10; i++) {
      label("missed");
    }
    label("true_positive");

    assertThat(less).isGreaterThan(before);
    assertThat(thresholdOfNextAnomaly()).isLessThan(before);
  }

  private float thresholdOfNextAnomaly() throws Exception {
    harness.getOutput().clear();
    send(2, 50);
    send(4, NORMAL);
    return harness.extractOutputValues().get(0).getThreshold();
  }

  @Test
  void anOpenAnomalyGoesOnAfterARestart() throws Exception {
    send(20, NORMAL);
    send(2, 50);
    String id = harness.extractOutputValues().get(0).getId();
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness =
        Restored.of(
            new DetectFunction(OPTIONS),
            score -> score.entity().key(),
            FeedbackLabel::getEntity,
            snapshot);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    send(3, NORMAL);

    assertThat(phases()).containsExactly(AnomalyPhase.ENDED);
    assertThat(harness.extractOutputValues().get(0).getId()).isEqualTo(id);
  }

  private void both(long time) throws Exception {
    harness.processBothWatermarks(new Watermark(time));
  }
}
