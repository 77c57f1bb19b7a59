package dev.nightshift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.telemetry.Entity;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColdStartScorerTest {

  private static final String[] NAMES = {"cpu", "memory", "restarts", "error_ratio"};
  private static final long STEP = 10_000;

  private final ColdStartScorer scorer = new ColdStartScorer(42);

  @Test
  void robustStatisticsFindTheFeatureThatMoved() {
    RobustState state = new RobustState();
    Random random = new Random(1);
    float highest = 0;
    for (int i = 1; i <= 400; i++) {
      Optional<Score> score = scorer.score(window(i, random, 0.3f), STEP, state, null);
      highest = i > 100 ? Math.max(highest, score.orElseThrow().score()) : 0;
    }
    Score strange = scorer.score(window(401, random, 0.9f), STEP, state, null).orElseThrow();
    assertThat(strange.score()).isGreaterThan(2 * highest);
    assertThat(strange.topFeatures()[0]).isEqualTo("cpu");
    assertThat(strange.model()).isEqualTo(ColdStartScorer.ROBUST_Z);
    assertThat(sum(strange.topErrors())).isCloseTo(strange.score(), within(1e-3f));
  }

  @Test
  void saysNothingBeforeItKnowsSomething() {
    RobustState state = new RobustState();
    for (int i = 1; i <= ColdStartScorer.MIN_STEPS; i++) {
      assertThat(scorer.score(window(i, new Random(i), 0.3f), STEP, state, null)).isEmpty();
    }
    assertThat(scorer.score(window(99, new Random(9), 0.3f), STEP, state, null)).isPresent();
  }

  @Test
  void missingValuesAreUsual() {
    RobustState state = new RobustState();
    ForestState forest = ForestState.create(NAMES.length, 1);
    Random random = new Random(1);
    for (int i = 1; i <= 200; i++) {
      scorer.score(window(i, random, i % 3 == 0 ? Float.NaN : 0.3f), STEP, state, forest);
    }
    Score score = scorer.score(window(201, random, Float.NaN), STEP, state, forest).orElseThrow();
    assertThat(score.score()).isFinite().isLessThan(2f);
  }

  @Test
  void forestGoesOnExactlyAfterItsBytesWereRead() throws IOException {
    RobustState state = new RobustState();
    RobustState restoredState = new RobustState();
    ForestState forest = scorer.newForest(window(1, new Random(1), 0.3f));
    ForestState twin = scorer.newForest(window(1, new Random(1), 0.3f));
    Random random = new Random(5);
    for (int i = 1; i <= 300; i++) {
      FeatureWindow window = window(i, random, 0.3f);
      scorer.score(window, STEP, state, forest);
      scorer.score(window, STEP, restoredState, twin);
    }
    byte[] bytes = twin.toBytes();
    assertThat(bytes.length).isLessThan(200_000);
    ForestState restored = ForestState.fromBytes(bytes);
    for (int i = 301; i <= 500; i++) {
      FeatureWindow window = window(i, random, i == 450 ? 0.9f : 0.3f);
      Score expected = scorer.score(window, STEP, state, forest).orElseThrow();
      Score actual = scorer.score(window, STEP, restoredState, restored).orElseThrow();
      assertThat(actual.model()).isEqualTo(ColdStartScorer.FOREST);
      assertThat(actual.score()).isEqualTo(expected.score());
      if (i == 450) {
        assertThat(actual.topFeatures()[0]).isEqualTo("cpu");
      }
    }
    assertThatThrownBy(() -> ForestState.fromBytes(new byte[] {9, 9}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ForestState.fromBytes(Arrays.copyOf(bytes, 100)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void detectorOverTheForestRaisesOneAnomalyForAStepInCpu() {
    RobustState statistics = new RobustState();
    AnomalyDetector detector = new AnomalyDetector(DetectorSettings.DEFAULT);
    DetectorState state = new DetectorState();
    ForestState forest = ForestState.create(NAMES.length, 3);
    Random random = new Random(11);
    int falseAlarms = 0;
    int right = 0;
    for (int i = 1; i <= 2000; i++) {
      boolean fault = i >= 1500 && i < 1520;
      Optional<Anomaly> anomaly =
          scorer
              .score(window(i, random, fault ? 0.9f : 0.3f), STEP, statistics, forest)
              .flatMap(score -> detector.accept(state, score));
      boolean opened = anomaly.filter(a -> a.getPhase() == AnomalyPhase.OPENED).isPresent();
      right += opened && fault ? 1 : 0;
      falseAlarms += opened && !fault ? 1 : 0;
    }
    assertThat(right).isEqualTo(1);
    assertThat(falseAlarms).isLessThanOrEqualTo(1);
  }

  private static FeatureWindow window(int step, Random random, float cpu) {
    float[] values = new float[2 * NAMES.length];
    int newest = NAMES.length;
    values[newest] = cpu + 0.02f * (float) random.nextGaussian();
    values[newest + 1] = 1e9f * (1 + 0.05f * (float) random.nextGaussian());
    values[newest + 3] = Math.abs(0.002f * (float) random.nextGaussian());
    return new FeatureWindow(
        Entity.service("demo.shop", "cart"), "", step * STEP, 2, values, NAMES);
  }

  private static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static org.assertj.core.data.Offset<Float> within(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
