package dev.nightshift.detect;

import java.util.Arrays;

/**
 * A generalized Pareto distribution of the excesses over an initial threshold.
 *
 * <p>Fitted by probability-weighted moments (Hosking and Wallis, "Parameter and Quantile Estimation
 * for the Generalized Pareto Distribution", Technometrics 29, 1987): no iteration, and for samples
 * below 500 and shapes from 0 to 0.4 better than maximum likelihood. The shape is held within
 * [-0.4, 0.2], because a short sample with one wild value would otherwise push the threshold out of
 * reach.
 *
 * @param scale sigma, above 0
 * @param shape gamma; 0 is the exponential distribution
 */
record ParetoTail(double scale, double shape) {

  private static final int ENOUGH_FOR_SHAPE = 10;
  private static final double TINY = 1e-12;

  /** Fits the first {@code count} values; all of them have to be at least 0. */
  static ParetoTail fit(float[] excesses, int count) {
    float[] sorted = Arrays.copyOf(excesses, count);
    Arrays.sort(sorted);
    double mean = 0;
    double weighted = 0;
    for (int i = 0; i < count; i++) {
      double plottingPosition = (i + 1 - 0.35) / count;
      mean += sorted[i];
      weighted += (1 - plottingPosition) * sorted[i];
    }
    mean /= Math.max(1, count);
    weighted /= Math.max(1, count);
    double spread = mean - 2 * weighted;
    if (count < ENOUGH_FOR_SHAPE || spread <= TINY * mean || mean <= TINY) {
      return new ParetoTail(Math.max(mean, TINY), 0);
    }
    double shape = Math.max(-0.4, Math.min(0.2, 2 - mean / spread));
    // The mean of the distribution is scale / (1 - shape): keep it when the shape was held.
    return new ParetoTail(Math.max(mean * (1 - shape), TINY), shape);
  }

  /**
   * Distance above the initial threshold that is exceeded with the given probability.
   *
   * @param probability wanted, per score
   * @param tailShare probability of being in the tail at all
   */
  double reach(double probability, double tailShare) {
    double ratio = probability / tailShare;
    if (ratio >= 1) {
      return 0;
    }
    return Math.abs(shape) < 1e-6
        ? -scale * Math.log(ratio)
        : scale / shape * (Math.pow(ratio, -shape) - 1);
  }
}
