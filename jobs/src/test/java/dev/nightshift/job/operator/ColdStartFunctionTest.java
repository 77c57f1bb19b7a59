package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.detect.Score;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.telemetry.Entity;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ColdStartFunctionTest {

  private static final Entity CART = Entity.service("demo.shop", "cart");
  private static final int ROWS = 60;

  private KeyedOneInputStreamOperatorTestHarness<String, FeatureWindow, Score> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            function(1), window -> window.entity().key(), Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static ColdStartFunction function(int maxForests) {
    return new ColdStartFunction(
        new FeatureOptions(Examples.STEP, 720, false, Duration.ofDays(1)), maxForests, 7);
  }

  /** The same noise for the same step. */
  private void send(Entity entity, int from, int to) throws Exception {
    for (int step = from; step < to; step++) {
      Random noise = new Random(step);
      FeatureWindow window =
          Examples.named(
              entity,
              step * Examples.STEP,
              1 + (float) noise.nextGaussian() / 10,
              5 + (float) noise.nextGaussian());
      harness.processElement(window, window.stepEnd());
    }
  }

  @Test
  void onlyAsManyEntitiesAsAllowedGetAForest() throws Exception {
    send(Examples.ORDERS, 1, ROWS);
    send(CART, 1, ROWS);

    assertThat(modelsOf(Examples.ORDERS)).contains("rcf");
    assertThat(modelsOf(CART)).containsOnly("robust-z");
    assertThat(harness.numKeyedStateEntries())
        .as("statistics of two entities and one forest")
        .isEqualTo(3);
  }

  private List<String> modelsOf(Entity entity) {
    return harness.extractOutputValues().stream()
        .filter(score -> score.entity().equals(entity))
        .map(Score::model)
        .toList();
  }

  @Test
  void scoresAreTheSameWithAndWithoutARestart() throws Exception {
    send(Examples.ORDERS, 1, ROWS);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.getOutput().clear();
    send(Examples.ORDERS, ROWS, 2 * ROWS);
    List<Score> expected = harness.extractOutputValues();
    harness.close();

    harness = Restored.of(function(1), window -> window.entity().key(), snapshot);
    send(Examples.ORDERS, ROWS, 2 * ROWS);

    assertThat(harness.extractOutputValues())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(expected);
    assertThat(expected).hasSize(ROWS).extracting(Score::model).containsOnly("rcf");
  }

  @Test
  void anEntityWithOtherFeaturesBeginsAnew() throws Exception {
    send(Examples.ORDERS, 1, ROWS);
    harness.getOutput().clear();
    for (int step = ROWS; step < 2 * ROWS; step++) {
      harness.processElement(
          new FeatureWindow(
              Examples.ORDERS,
              "",
              step * Examples.STEP,
              1,
              new float[] {1, 2, 3},
              new String[] {"cpu", "memory", "restarts"}),
          step * Examples.STEP);
    }

    assertThat(harness.extractOutputValues())
        .isNotEmpty()
        .allSatisfy(score -> assertThat(score.topFeatures()).hasSize(3));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
  }

  @Test
  void aWindowWithoutFeaturesIsNothing() throws Exception {
    harness.processElement(
        new FeatureWindow(Examples.ORDERS, "", 1, 1, new float[0], new String[0]), 1);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }
}
