package dev.nightshift.job.operator;

import static dev.nightshift.job.operator.Examples.gauge;
import static dev.nightshift.job.operator.Examples.model;
import static dev.nightshift.job.operator.Examples.point;
import static dev.nightshift.job.operator.Examples.retired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ActiveModels;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.telemetry.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeatureFunctionTest {

  private static final FeatureOptions OPTIONS =
      new FeatureOptions(Examples.STEP, 720, true, Duration.ofDays(1));

  private KeyedBroadcastOperatorTestHarness<String, Signal, ModelAnnouncement, FeatureWindow>
      harness;

  @BeforeEach
  void open() throws Exception {
    open(List.of(model("1", Role.CHAMPION)), null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void open(List<ModelAnnouncement> models, OperatorSubtaskState snapshot)
      throws Exception {
    harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new FeatureFunction(models, OPTIONS), List.of(ActiveModels.STATE)),
            signal -> signal.entity().key(),
            Types.STRING,
            1,
            1,
            0);
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
  }

  private void send(String metric, long time, double value) throws Exception {
    harness.processElement(point(metric, time, value), time);
  }

  /** The keyed input's watermark; announcements have none of their own. */
  private void watermark(long time) throws Exception {
    harness.processBroadcastWatermark(time);
    harness.processWatermark(time);
  }

  private List<FeatureWindow> windows() {
    List<FeatureWindow> windows = List.copyOf(harness.extractOutputValues());
    harness.getOutput().clear();
    return windows;
  }

  private <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  @Test
  void closesAStepWhenTheWatermarkPassesItsEnd() throws Exception {
    send("cpu", 1_000, 0.2);
    send("cpu", 2_000, 0.4);
    send("cpu", 11_000, 0.5);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    watermark(9_998);
    assertThat(windows()).isEmpty();
    watermark(9_999);
    assertThat(windows()).as("the model sees two steps").isEmpty();
    watermark(19_999);

    FeatureWindow window = windows().get(0);
    assertThat(window.stepEnd()).isEqualTo(20_000);
    assertThat(window.model()).isEqualTo("m@1");
    assertThat(window.values()).containsExactly(new float[] {0.3f, 0.5f}, offset(1e-6f));
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void keepsTheNewestStepOfEveryChampionsWindowAsASample() throws Exception {
    send("cpu", 1_000, 0.2);
    send("cpu", 11_000, 0.5);
    watermark(19_999);

    List<FeatureSample> samples = side(Outputs.SAMPLES);
    assertThat(samples).hasSize(1);
    assertThat(samples.get(0).getModel()).isEqualTo("m@1");
    assertThat(samples.get(0).getFeatures()).containsExactly("cpu");
    assertThat(samples.get(0).getValues()).containsExactly(0.5f);
  }

  @Test
  void aJumpingWatermarkGivesTheSameWindows() throws Exception {
    send("cpu", 1_000, 0.2);
    send("cpu", 11_000, 0.5);
    send("cpu", 21_000, 0.6);
    watermark(Long.MAX_VALUE);

    assertThat(windows()).extracting(FeatureWindow::stepEnd).startsWith(20_000L, 30_000L);
  }

  @Test
  void lateSignalsAreKeptAsDeadLetters() throws Exception {
    send("cpu", 1_000, 0.2);
    watermark(9_999);
    send("cpu", 2_000, 0.9);

    List<DeadLetter> dead = side(Outputs.DEAD_LETTERS);
    assertThat(dead).hasSize(1);
    assertThat(dead.get(0).getReason()).isEqualTo("late");
    assertThat(dead.get(0).getDetail()).isEqualTo("demo.shop/orders");
    assertThat(dead.get(0).getOriginal().remaining()).isPositive();
  }

  @Test
  void aNewChampionScoresFromItsFirstStepOnWithoutAGap() throws Exception {
    for (int step = 0; step < 3; step++) {
      send("cpu", step * 10_000L + 1_000, 0.2);
    }
    watermark(29_999);
    windows();

    harness.processBroadcastElement(model("2", Role.CHAMPION), 0);
    send("cpu", 31_000, 0.3);
    watermark(39_999);

    assertThat(windows())
        .extracting(FeatureWindow::model, FeatureWindow::stepEnd)
        .containsExactly(tuple("m@2", 40_000L));
    assertThat(keys()).containsExactly("m@2");
  }

  @Test
  void aChallengerGetsWindowsBesideTheChampionUntilItIsRetired() throws Exception {
    harness.processBroadcastElement(model("2", Role.CHALLENGER), 0);
    send("cpu", 1_000, 0.2);
    send("cpu", 11_000, 0.2);
    watermark(19_999);
    assertThat(windows()).extracting(FeatureWindow::model).containsExactly("m@1", "m@2");
    assertThat(side(Outputs.SAMPLES)).as("a challenger's features are not kept").hasSize(1);

    harness.processBroadcastElement(retired("2"), 0);
    send("cpu", 21_000, 0.2);
    watermark(29_999);

    assertThat(windows()).extracting(FeatureWindow::model).containsExactly("m@1");
    assertThat(keys()).containsExactly("m@1");
  }

  @Test
  void withoutAModelTheEntityNamesItsOwnFeatures() throws Exception {
    harness.processBroadcastElement(retired("1"), 0);
    for (int step = 0; step < 40; step++) {
      send("cpu", step * 10_000L + 1_000, 0.2);
    }
    watermark(399_999);

    List<FeatureWindow> windows = windows();
    assertThat(windows).isNotEmpty();
    assertThat(windows)
        .allSatisfy(
            window -> {
              assertThat(window.model()).isEmpty();
              assertThat(window.featureNames()).hasSize(window.features());
            });
  }

  @Test
  void goesOnFromASnapshotWithTheModelsAndStepsThatItHad() throws Exception {
    harness.processBroadcastElement(model("2", Role.CHAMPION, List.of(gauge("cpu"))), 0);
    send("cpu", 1_000, 0.2);
    send("cpu", 11_000, 0.5);
    watermark(9_999);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    watermark(19_999);
    FeatureWindow expected = windows().get(0);
    harness.close();

    open(List.of(model("1", Role.CHAMPION)), snapshot);
    watermark(19_999);

    assertThat(windows()).usingRecursiveFieldByFieldElementComparator().containsExactly(expected);
    assertThat(keys())
        .as("the models of the snapshot, not those of the start")
        .containsExactly("m@2");
  }

  private List<String> keys() throws Exception {
    BroadcastState<String, ModelAnnouncement> state = harness.getBroadcastState(ActiveModels.STATE);
    List<String> keys = new ArrayList<>();
    for (Map.Entry<String, ModelAnnouncement> entry : state.entries()) {
      keys.add(entry.getKey());
    }
    return keys;
  }

  @Test
  void anEntityIsScoredWithoutTheSharedModelUntilItsRulersHaveSettled() throws Exception {
    harness.close();
    open(List.of(Examples.shared("1", Role.CHAMPION), Examples.shared("2", Role.CHALLENGER)), null);
    for (int step = 0; step < 100; step++) {
      send("cpu", step * Examples.STEP, 40 + step % 11);
    }
    watermark(100 * Examples.STEP - 1);

    List<FeatureWindow> windows = windows();
    assertThat(windows).as("one score counts in each step").hasSizeGreaterThan(99);
    List<FeatureWindow> early =
        windows.stream().filter(w -> w.stepEnd() <= 59 * Examples.STEP).toList();
    assertThat(early)
        .hasSize(58)
        .allSatisfy(
            window -> {
              assertThat(window.model()).isEqualTo(FeatureWindow.NO_MODEL);
              assertThat(window.featureNames()).containsExactly("cpu");
              assertThat(window.newestValue(0)).isBetween(40f, 50f);
            });
    List<FeatureWindow> late =
        windows.stream().filter(w -> w.stepEnd() > 60 * Examples.STEP).toList();
    assertThat(late).extracting(FeatureWindow::model).containsOnly("m@1", "m@2");
    assertThat(late).allSatisfy(window -> assertThat(window.values()[1]).isBetween(0f, 1.0001f));
    assertThat(side(Outputs.SAMPLES))
        .as("training sees values in their own unit")
        .allSatisfy(sample -> assertThat(sample.getValues().get(0)).isBetween(40f, 50f));
  }
}
