package dev.nightshift.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrecisionRecallTest {

  private static final boolean[] LABELS = {false, false, true, true};

  /** The example of scikit-learn's average_precision_score: 0.5 * 1 + 0.5 * 2/3. */
  @Test
  void byHand() {
    PrecisionRecall curve = PrecisionRecall.of(LABELS, new float[] {0.1f, 0.4f, 0.35f, 0.8f});

    assertThat(curve.averagePrecision()).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-12));
    assertThat(curve.bestF1()).as("3 steps, both anomalies").isCloseTo(0.8, within(1e-12));
    assertThat(curve.bestThreshold()).isEqualTo(0.35f);
  }

  @Test
  void equalScoresPassTogether() {
    PrecisionRecall curve = PrecisionRecall.of(LABELS, new float[] {1, 1, 1, 1});

    assertThat(curve.averagePrecision()).isEqualTo(0.5);
    assertThat(curve.bestF1()).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void aPerfectScore() {
    PrecisionRecall curve = PrecisionRecall.of(LABELS, new float[] {0, 1, 2, 3});

    assertThat(curve.averagePrecision()).isEqualTo(1);
    assertThat(curve.bestF1()).isEqualTo(1);
    assertThat(curve.bestThreshold()).isEqualTo(2);
  }

  @Test
  void isUndefinedWithoutAnomalies() {
    assertThat(PrecisionRecall.of(new boolean[3], new float[3]).averagePrecision()).isNaN();
  }
}
