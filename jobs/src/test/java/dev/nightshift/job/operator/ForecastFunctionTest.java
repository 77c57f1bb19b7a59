package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.serde.Outputs;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForecastFunctionTest {

  private static final long MINUTE = 60_000;
  private static final ForecastRule RULE = Examples.MEMORY_FORECAST;

  /** The same, held against a capacity that is a metric. */
  private static final ForecastRule GROWING =
      new ForecastRule(
          "disk",
          Examples.gauge("disk"),
          Examples.gauge("disk_limit"),
          Float.NaN,
          RULE.entities(),
          RULE.settings());

  private KeyedOneInputStreamOperatorTestHarness<String, FeatureWindow, Anomaly> harness;
  private long minute;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    minute = 0;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, FeatureWindow, Anomaly> harness()
      throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedProcessFunction(
        new ForecastFunction(List.of(RULE, GROWING), Duration.ofDays(7)),
        window -> window.entity().key(),
        Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void send(ForecastRule rule, float... values) throws Exception {
    minute++;
    FeatureWindow window =
        new FeatureWindow(Examples.ORDERS, rule.id(), minute * MINUTE, 1, values, null);
    harness.processElement(window, minute * MINUTE);
  }

  private void quiet(int minutes) throws Exception {
    for (int i = 0; i < minutes; i++) {
      send(RULE, 0.2f + 0.002f * (i % 3));
    }
  }

  /** From a fifth of the limit to all of it in five hours. */
  private void leak(int minutes) throws Exception {
    for (int i = 0; i < minutes; i++) {
      send(RULE, 0.2f + 0.8f * i / 300 + 0.002f * (i % 3));
    }
  }

  private List<AnomalyPhase> phases() {
    return harness.extractOutputValues().stream().map(Anomaly::getPhase).distinct().toList();
  }

  private List<Diagnosis> diagnoses() {
    var side = harness.getSideOutput(Outputs.DIAGNOSES);
    return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
  }

  @Test
  void aLeakIsToldBeforeItHitsTheLimitWithItsOwnDiagnosis() throws Exception {
    quiet(300);
    leak(250);

    Anomaly first = harness.extractOutputValues().get(0);
    assertThat(first.getPhase()).isEqualTo(AnomalyPhase.OPENED);
    assertThat(first.getForecast().getFaultType()).isEqualTo("memory_exhaustion");
    assertThat(first.getForecast().getExhaustedAt()).isGreaterThan(first.getUpdated());
    assertThat(first.getEntity()).isEqualTo(Examples.ORDERS.key());
    Diagnosis said = diagnoses().get(0);
    assertThat(said.getPredicted()).isTrue();
    assertThat(said.getAnomalies()).containsExactly(first.getId());
    assertThat(said.getCandidates().get(0).getConfidence()).isGreaterThan(0.7);
    assertThat(said.getCandidates().get(0).getEvidence().get(0).getText())
        .contains("memory is", "an hour: at its limit 1");
  }

  @Test
  void itSaysWhenItCameTrueAndEndsAfterTheRestart() throws Exception {
    quiet(300);
    leak(310);
    assertThat(harness.extractOutputValues())
        .filteredOn(a -> a.getForecast().getReachedAt() != 0)
        .isNotEmpty();
    assertThat(diagnoses().get(diagnoses().size() - 1).getCandidates().get(0).getEvidence())
        .anySatisfy(e -> assertThat(e.getText()).contains("reached its limit"));
    quiet(10);

    assertThat(phases())
        .containsExactly(AnomalyPhase.OPENED, AnomalyPhase.UPDATED, AnomalyPhase.ENDED);
    assertThat(harness.extractOutputValues())
        .extracting(Anomaly::getId)
        .hasSameSizeAs(harness.extractOutputValues())
        .containsOnly(harness.extractOutputValues().get(0).getId());
  }

  @Test
  void aLimitThatIsAFeatureMayGrow() throws Exception {
    for (int i = 0; i < 600; i++) {
      // More room comes as fast as it is used.
      send(GROWING, 0.2f + 0.001f * i, 1 + 0.001f * i);
    }
    assertThat(phases()).as("room that grows as fast").isEmpty();
    for (int i = 600; i < 1420; i++) {
      send(GROWING, 0.2f + 0.001f * i, 1.6f);
    }

    assertThat(harness.extractOutputValues())
        .last()
        .satisfies(a -> assertThat(a.getForecast().getReachedAt()).isPositive());
  }

  @Test
  void aQuietEntityNeedsNoTimersAndOneEntryOfState() throws Exception {
    quiet(500);

    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void anEntityThatFallsSilentEndsItsPrediction() throws Exception {
    quiet(300);
    leak(250);
    assertThat(phases()).doesNotContain(AnomalyPhase.ENDED);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    long last = minute * MINUTE;

    harness.processWatermark(new Watermark(last + 10 * MINUTE - 1));
    assertThat(phases()).doesNotContain(AnomalyPhase.ENDED);
    harness.processWatermark(new Watermark(last + 10 * MINUTE));

    assertThat(phases()).endsWith(AnomalyPhase.ENDED);
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void aRestoredJobSaysWhatTheOldOneWouldHave() throws Exception {
    quiet(300);
    leak(250);
    List<Anomaly> whole = harness.extractOutputValues();
    harness.close();
    harness = harness();
    minute = 0;
    quiet(300);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness =
        Restored.of(
            new ForecastFunction(List.of(RULE, GROWING), Duration.ofDays(7)),
            window -> window.entity().key(),
            snapshot);

    leak(250);

    assertThat(harness.extractOutputValues()).isNotEmpty().isEqualTo(whole);
  }
}
