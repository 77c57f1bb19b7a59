package dev.nightshift.training;

import dev.nightshift.detect.Calibration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Fits the tail of a score on held-out normal windows: the initial threshold is a high quantile,
 * and what lies above it a generalized Pareto distribution (Siffer et al., KDD 2017), by
 * probability weighted moments (Hosking and Wallis, "Parameter and Quantile Estimation for the
 * Generalized Pareto Distribution", Technometrics 1987), which hold up on few values.
 */
public final class Calibrator {

  private static final double QUANTILE = 0.98;
  private static final int FEWEST_EXCESSES = 20;

  /** The score is a logarithm, so its tail is light; a heavier one is chance among few values. */
  private static final double HEAVIEST = 0.1;

  private static final double LIGHTEST = -0.5;

  private Calibrator() {}

  /**
   * Fits.
   *
   * @param scores of held-out normal windows, in any order; at least 50
   */
  public static Calibration fit(float[] scores) {
    if (scores.length < 50) {
      throw new IllegalArgumentException(
          scores.length + " scores are too few for a tail; at least 50 are needed");
    }
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    double quantile =
        Math.max(0.8, Math.min(QUANTILE, 1 - (double) FEWEST_EXCESSES / sorted.length));
    float initial = Normalisation.quantile(sorted, quantile);
    double[] excesses =
        IntStream.range(0, sorted.length)
            .filter(i -> sorted[i] > initial)
            .mapToDouble(i -> sorted[i] - initial)
            .toArray();
    double mean = Arrays.stream(excesses).average().orElse(0);
    if (mean <= 0) {
      // All the same: any rise is beyond what was seen.
      return new Calibration(initial, 0, 1e-6f, 0, sorted.length);
    }
    int n = excesses.length;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      weighted += (1 - (i + 0.65) / n) * excesses[i] / n;
    }
    double k = mean / (mean - 2 * weighted) - 2;
    double shape = Math.max(LIGHTEST, Math.min(HEAVIEST, -k));
    // With the shape held inside its bounds the mean fixes the scale.
    double scale = mean * (1 - shape);
    return new Calibration(
        initial, (float) n / sorted.length, (float) scale, (float) shape, sorted.length);
  }

  /**
   * The score that a share {@code risk} of normal windows exceeds. Never below the initial
   * threshold.
   */
  public static float threshold(Calibration fitted, double risk) {
    if (fitted.exceedanceShare() <= risk) {
      return fitted.initial();
    }
    double ratio = risk / fitted.exceedanceShare();
    double above =
        Math.abs(fitted.shape()) < 1e-6
            ? -fitted.scale() * Math.log(ratio)
            : fitted.scale() / fitted.shape() * (Math.pow(ratio, -fitted.shape()) - 1);
    return (float) (fitted.initial() + above);
  }
}
