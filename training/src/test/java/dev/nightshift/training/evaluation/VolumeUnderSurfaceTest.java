package dev.nightshift.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeUnderSurfaceTest {

  private static final double EXACT = 1e-12;

  /**
   * Scores in 64ths from a linear congruential generator, raised two steps after each label: ties
   * and late detections, and the same in any language.
   */
  private static float[] scores(boolean[] labels, long seed) {
    float[] scores = new float[labels.length];
    long state = seed;
    for (int i = 0; i < scores.length; i++) {
      state = (state * 1_103_515_245L + 12_345) % 2_147_483_648L;
      double raised = labels[Math.floorMod(i - 2, labels.length)] ? 0.5 : 0;
      scores[i] = (float) (Math.floor((state / 2_147_483_648.0 + raised) * 64) / 64);
    }
    return scores;
  }

  private static boolean[] labels(int steps, int... firstAndLast) {
    boolean[] labels = new boolean[steps];
    for (int i = 0; i < firstAndLast.length; i += 2) {
      for (int step = firstAndLast[i]; step <= firstAndLast[i + 1]; step++) {
        labels[step] = true;
      }
    }
    return labels;
  }

  private static void assertReference(
      boolean[] labels, long seed, int window, double roc, double pr) {
    VolumeUnderSurface volume = VolumeUnderSurface.of(labels, scores(labels, seed), window);

    assertThat(volume.pr()).isCloseTo(pr, within(EXACT));
    assertThat(volume.roc()).isCloseTo(roc, within(EXACT));
  }

  /** Numbers of TSB-AD's RangeAUC_volume_opt, run on the same scores. */
  @Test
  void givesTheNumbersOfTheReference() {
    assertReference(
        labels(600, 100, 120, 300, 305, 420, 420), 1, 20, 0.8472753642011438, 0.5789999437330492);
  }

  @Test
  void anomaliesAtTheEdgesAndSoCloseThatTheirTolerancesMeet() {
    assertReference(
        labels(700, 0, 9, 30, 40, 52, 60, 690, 699), 7, 31, 0.900457287397142, 0.6121905508100978);
  }

  @Test
  void aToleranceLongerThanTheAnomaly() {
    assertReference(labels(300, 150, 170), 3, 125, 0.9375403202422679, 0.6950932627472186);
  }

  /**
   * By hand, without tolerance: scores 3, 2, 1, 0 for labels 1, 0, 1, 0. The 250 thresholds are
   * those four. Recall counts the share of anomalies found too: (1/2)(1/2), (1/2)(1/2), 1, 1;
   * precision 1, 1/2, 2/3, 1/2. Area 1/4 * 1 + 3/4 * 2/3.
   */
  @Test
  void byHandWithoutTolerance() {
    VolumeUnderSurface volume =
        VolumeUnderSurface.of(
            new boolean[] {true, false, true, false}, new float[] {3, 2, 1, 0}, 0);

    assertThat(volume.pr()).isCloseTo(0.25 + 0.75 * 2 / 3, within(EXACT));
    // From (0, 1/4) by (1/2, 1/4) and (1/2, 1) to (1, 1).
    assertThat(volume.roc()).isCloseTo(0.5 * 0.25 + 0.5 * 1, within(EXACT));
  }

  @Test
  void isUndefinedWithoutAnomaliesAndWithNothingElse() {
    assertThat(VolumeUnderSurface.of(new boolean[5], new float[5], 3).pr()).isNaN();
    assertThat(VolumeUnderSurface.of(labels(5, 0, 4), new float[5], 3).roc()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"11, 0", "12, 1", "13, 2", "14, 7", "15, 40", "16, 125"})
  void dependsOnTheOrderOfScoresAlone(long seed, int window) {
    boolean[] labels = labels(300, 40, 50, 60, 61, 200, 230);
    float[] scores = scores(labels, seed);
    float[] stretched = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      stretched[i] = 8 * scores[i] - 3;
    }

    VolumeUnderSurface volume = VolumeUnderSurface.of(labels, scores, window);

    assertThat(VolumeUnderSurface.of(labels, stretched, window)).isEqualTo(volume);
    assertThat(volume.pr()).isBetween(0.0, 1.0 + EXACT);
    assertThat(volume.roc()).isBetween(0.0, 1.0 + EXACT);
  }
}
