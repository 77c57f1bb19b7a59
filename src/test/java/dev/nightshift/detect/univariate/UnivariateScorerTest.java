package dev.nightshift.detect.univariate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class UnivariateScorerTest {

  private static final long STEP = 300_000;

  private final UnivariateState state = new UnivariateState();

  /** Scores of so many steps of a series. */
  private float[] run(int from, int to, IntToDoubleFunction series) {
    float[] scores = new float[to - from];
    for (int i = from; i < to; i++) {
      scores[i - from] =
          UnivariateScorer.score(state, "cpu", (float) series.applyAsDouble(i), i * STEP);
    }
    return scores;
  }

  private static IntToDoubleFunction noise(double level, double spread) {
    return i -> level + spread * new Random(i * 31L + 7).nextGaussian();
  }

  private static float max(float[] scores) {
    float max = 0;
    for (float score : scores) {
      max = Math.max(max, score);
    }
    return max;
  }

  @Test
  void aSpikeIsFarStrangerThanTheNoiseBeforeIt() {
    run(0, 300, noise(10, 1));
    float usual = max(run(300, 2000, noise(10, 1)));
    float spike = max(run(2000, 2001, i -> 25));
    assertThat(spike).isGreaterThan(UnivariateScorer.ALARM).isGreaterThan(2 * usual);
  }

  @Test
  void aShiftOfLevelAndASignalThatGoesFlatAreStrange() {
    run(0, 1500, noise(10, 1));
    assertThat(max(run(1500, 1560, noise(14, 1)))).isGreaterThan(UnivariateScorer.ALARM);

    state.clear();
    run(0, 1500, noise(10, 1));
    float before = max(run(1500, 1550, noise(10, 1)));
    assertThat(max(run(1550, 1600, i -> 10))).isGreaterThan(before);
  }

  @Test
  void aValueAtTheWrongTimeOfDayIsStrange() {
    IntToDoubleFunction daily = i -> 100 + 50 * Math.sin(2 * Math.PI * i / 288);
    IntToDoubleFunction noisy = i -> daily.applyAsDouble(i) + noise(0, 1).applyAsDouble(i);
    run(0, 288 * 7, noisy);
    float usual = max(run(288 * 7, 288 * 8, noisy));
    // The night has the day's values: each of them is common, at another time.
    float wrong = max(run(288 * 8, 288 * 8 + 20, i -> noisy.applyAsDouble(i + 216)));
    assertThat(wrong).isGreaterThan(usual);
  }

  @Test
  void unitsDoNotMatter() {
    float[] small = run(0, 800, noise(10, 1));
    state.clear();
    float[] large = run(0, 800, i -> 1024 * noise(10, 1).applyAsDouble(i));
    for (int i = 0; i < small.length; i++) {
      assertThat(large[i]).isCloseTo(small[i], within(1e-2f + 1e-3f * small[i]));
    }
  }

  @Test
  void anythingFiniteGivesAFiniteScoreAndStateHasABound() {
    Random random = new Random(3);
    float[] extremes = {0, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, 1, 1e30f};
    for (int i = 0; i < 3 * Tails.HISTORY; i++) {
      float value =
          random.nextInt(50) == 0
              ? extremes[random.nextInt(extremes.length)]
              : (float) random.nextGaussian();
      float score = UnivariateScorer.score(state, "cpu", value, i * STEP - 86_400_000L);
      assertThat(score).isFinite().isNotNegative();
    }
    assertThat(state.history).hasNumberOfRows(Measure.count());
    assertThat(state.history[0]).hasSize(Tails.HISTORY);
    assertThat(state.recent).hasSize(Recent.LENGTH);
  }

  @Test
  void aConstantIsNeverStrange() {
    assertThat(max(run(0, 3000, i -> 7))).isZero();
  }

  @Test
  void anotherFeatureBeginsAnew() {
    run(0, 500, noise(10, 1));
    assertThat(UnivariateScorer.score(state, "memory", 1e9f, 0)).isZero();
    assertThat(state.steps).isEqualTo(1);
    assertThat(state.feature).isEqualTo("memory");
  }

  @Test
  void aMissingValueIsTheCallersMatter() {
    assertThatThrownBy(() -> UnivariateScorer.score(state, "cpu", Float.NaN, 0))
        .hasMessageContaining("finite");
  }
}
