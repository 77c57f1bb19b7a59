package dev.nightshift.detect.forecast;

import java.util.Arrays;

/**
 * A line through blocks that a third of wild values does not bend: the median of the slopes of all
 * pairs, with the band of its order statistics.
 *
 * <p>H. Theil, "A rank-invariant method of linear and polynomial regression analysis" (1950); P. K.
 * Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968) for the
 * band. Where a period is known, only pairs whole periods apart count: R. M. Hirsch, J. R. Slack,
 * R. A. Smith, "Techniques of trend analysis for monthly water quality data", Water Resources
 * Research 18 (1982).
 *
 * <p>Holds scratch memory: not thread-safe.
 */
final class RobustTrend {

  /** Of the normal distribution: 90 % two-sided, 95 % one-sided. */
  static final double Z = 1.645;

  private final float[] slopes = new float[ScaleState.BLOCKS * (ScaleState.BLOCKS - 1) / 2];
  private final float[] residuals = new float[ScaleState.BLOCKS];

  /** Rise per block: the band's flat side, middle and steep side. */
  double slopeLow;

  double slope;
  double slopeHigh;

  /** Value of the line at {@code to - 1}, and a robust standard deviation around the line. */
  double level;

  double sigma;

  /**
   * Fits {@code values[from, to)}; NaN is missing.
   *
   * @param period in blocks; 0 for none
   * @return false if there are too few pairs for a band
   */
  boolean fit(float[] values, int from, int to, double period) {
    int n = 0;
    int pairs = 0;
    for (int i = from; i < to; i++) {
      if (Float.isNaN(values[i])) {
        continue;
      }
      n++;
      for (int j = from; j < i; j++) {
        if (!Float.isNaN(values[j]) && (period == 0 || inPhase(i - j, period))) {
          slopes[pairs++] = (values[i] - values[j]) / (i - j);
        }
      }
    }
    if (n < 4 || pairs < 6) {
      return false;
    }
    Arrays.sort(slopes, 0, pairs);
    double half = Z * Math.sqrt(variance(n, period)) / 2;
    slope = at(pairs, (pairs - 1) / 2.0);
    slopeLow = at(pairs, (pairs - 1) / 2.0 - half);
    slopeHigh = at(pairs, (pairs - 1) / 2.0 + half);
    place(values, from, to);
    return true;
  }

  /** Of Kendall's S without ties; with a period, summed over its phases. */
  private static double variance(int n, double period) {
    double phases = period == 0 ? 1 : Math.min(n, period);
    double each = n / phases;
    return each <= 1 ? 1 : phases * each * (each - 1) * (2 * each + 5) / 18;
  }

  private static boolean inPhase(int lag, double period) {
    double whole = Math.rint(lag / period);
    return whole >= 1 && Math.abs(lag - whole * period) <= 0.5;
  }

  private double at(int pairs, double rank) {
    double inside = Math.max(0, Math.min(pairs - 1, rank));
    int below = (int) inside;
    int above = Math.min(pairs - 1, below + 1);
    return slopes[below] + (inside - below) * (slopes[above] - slopes[below]);
  }

  private void place(float[] values, int from, int to) {
    int n = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isNaN(values[i])) {
        residuals[n++] = (float) (values[i] - slope * (i - (to - 1)));
      }
    }
    Arrays.sort(residuals, 0, n);
    level = (residuals[n / 2] + residuals[(n - 1) / 2]) / 2;
    for (int i = 0; i < n; i++) {
      residuals[i] = Math.abs(residuals[i] - (float) level);
    }
    Arrays.sort(residuals, 0, n);
    // The median absolute deviation of a normal distribution, turned into its standard deviation.
    sigma = 1.4826 * residuals[n / 2];
  }
}
