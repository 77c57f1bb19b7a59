package dev.nightshift.local.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected values are worked out by hand from the benchmark's definition. */
class NabScorerTest {

  private static final NabProfile STANDARD = new NabProfile("standard", 1, 0.11, 1);

  /** 100 rows, of which 15 are not scored; one window of ten rows. */
  private static final NabSeries SERIES = series("one", new NabWindow(40, 49));

  private static final NabScorer SCORER = new NabScorer(STANDARD, List.of(SERIES));

  private static NabSeries series(String name, NabWindow... windows) {
    long[] times = IntStream.range(0, 100).mapToLong(i -> i * 1_000L).toArray();
    return new NabSeries("category", name, times, new double[100], List.of(windows));
  }

  private static double[] detections(int... rows) {
    double[] scores = new double[100];
    for (int row : rows) {
      scores[row] = 1;
    }
    return scores;
  }

  private static double score(int... rows) {
    return SCORER.at(1, List.of(detections(rows))).score();
  }

  @Test
  void silenceIsNothingAndTheLeftEdgeIsAll() {
    assertThat(score()).isZero();
    assertThat(score(40)).isCloseTo(100, within(1e-9));
  }

  @Test
  void laterInTheWindowIsWorthLess() {
    // Middle: position -(49 - 45 + 1) / 10 = -0.5, sigmoid 2 / (1 + e^-2.5) - 1 = 0.8482836,
    // over 0.9866143 at the left edge = 0.8597926; plus 1 for the window not missed, over 2.
    assertThat(score(45)).isCloseTo(92.98963, within(1e-4));
    // Last row: position -0.1, sigmoid 0.2449187, over 0.9866143 = 0.2482416.
    assertThat(score(49)).isCloseTo(62.41208, within(1e-4));
  }

  @Test
  void onlyTheEarliestDetectionOfAWindowCounts() {
    assertThat(score(41, 45, 49)).isEqualTo(score(41));
  }

  @Test
  void falseDetectionsCostByTheirDistanceBehindAWindow() {
    // Before any window: 0.11 of 2.
    assertThat(score(20)).isCloseTo(-5.5, within(1e-9));
    // Three rows behind a window of ten: position 3/9, sigmoid -0.6822 * 0.11.
    assertThat(score(52)).isCloseTo(-100 * 0.11 * Math.tanh(2.5 / 3) / 2, within(1e-9));
    // Three widths behind it is as bad as any.
    assertThat(score(76)).isCloseTo(-5.5, within(1e-9));
    assertThat(score(40, 52, 52)).isEqualTo(100 + score(52));
  }

  @Test
  void theFirstRowsAreOnProbation() {
    assertThat(score(0, 14)).isZero();
    assertThat(score(15)).isCloseTo(-5.5, within(1e-9));
    assertThat(series("long").probation()).isEqualTo(15);
    assertThat(new NabSeries("c", "n", new long[20_000], new double[20_000], List.of()).probation())
        .isEqualTo(750);
  }

  @Test
  void profilesWeighDifferently() {
    NabScorer lowFalsePositives =
        new NabScorer(new NabProfile("reward_low_FP_rate", 1, 0.22, 1), List.of(SERIES));
    NabScorer lowFalseNegatives =
        new NabScorer(new NabProfile("reward_low_FN_rate", 1, 0.11, 2), List.of(SERIES));
    List<double[]> one = List.of(detections(20, 40));
    assertThat(lowFalsePositives.at(1, one).score()).isCloseTo(100 - 11, within(1e-9));
    assertThat(lowFalseNegatives.at(1, one).score()).isCloseTo(100 - 11 / 3.0, within(1e-9));
  }

  @Test
  void oneThresholdHoldsForAllFilesAndNoOtherIsBetter() {
    NabSeries other = series("other", new NabWindow(30, 39), new NabWindow(60, 69));
    NabScorer scorer = new NabScorer(STANDARD, List.of(SERIES, other));
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<double[]> scores =
          List.of(random.doubles(100).map(Math::sqrt).toArray(), random.doubles(100).toArray());
      scores.get(0)[41] = 3;
      NabScorer.Result best = scorer.optimised(scores);
      assertThat(best.score()).isPositive();
      for (double[] file : scores) {
        for (double threshold : file) {
          assertThat(scorer.at(threshold, scores).score()).isLessThanOrEqualTo(best.score() + 1e-9);
        }
      }
      assertThat(scorer.at(best.threshold(), scores).score()).isEqualTo(best.score());
    }
  }

  @Test
  void whatOnlyHarmsIsBestLeftUnsaid() {
    NabScorer.Result best = SCORER.optimised(List.of(detections(20, 30)));
    assertThat(best.score()).isZero();
    assertThat(best.threshold()).isInfinite();
  }

  @Test
  void scoresHaveToFitTheirFiles() {
    assertThatThrownBy(() -> SCORER.at(1, List.of(new double[99])))
        .hasMessageContaining("expected 100 scores, found 99");
    assertThatThrownBy(() -> series("wrong", new NabWindow(40, 49), new NabWindow(45, 60)))
        .hasMessageContaining("overlap");
  }
}
