package dev.nightshift.diagnose.evidence;

/**
 * How far values lie from their usual ones: (value - median) / scale, the scale being the
 * interquartile range in units of a standard deviation, as BARO's robust scorer (Pham, Ha and
 * Zhang, FSE 2024), and no less than a share of the median: a series that never moved has no
 * spread, and a handful of values does not know it.
 */
final class RobustShift {

  private static final double SIGMAS_IN_IQR = 1.35;
  private static final double LEAST_SHARE = 0.05;

  /** From nothing to something is so many scales. */
  private static final double FROM_NOTHING = 10;

  /** The share of new values that must lie at least so far out. */
  private static final double LASTING = 0.35;

  /**
   * @param usual median of the usual values
   * @param now the value that lies so far out
   * @param z signed, in scales; 0 without values to compare
   */
  record Shift(double usual, double now, double z) {

    static final Shift NONE = new Shift(Double.NaN, Double.NaN, 0);
  }

  private RobustShift() {}

  /**
   * The shift that at least a third of the new values reach.
   *
   * @param usual sorted
   * @param now sorted
   */
  static Shift of(double[] usual, double[] now) {
    if (usual.length == 0 || now.length == 0) {
      return Shift.NONE;
    }
    double median = quantile(usual, 0.5);
    double spread = (quantile(usual, 0.75) - quantile(usual, 0.25)) / SIGMAS_IN_IQR;
    double least = LEAST_SHARE * Math.abs(median) * (1 + 2.0 / usual.length);
    double scale = Math.max(spread, least);
    if (scale == 0) {
      scale = Math.max(Math.abs(now[0]), Math.abs(now[now.length - 1])) / FROM_NOTHING;
    }
    if (scale == 0) {
      return new Shift(median, median, 0);
    }
    int reach = Math.max(1, (int) Math.ceil(LASTING * now.length));
    double high = now[now.length - reach];
    double low = now[reach - 1];
    double value = high - median >= median - low ? high : low;
    return new Shift(median, value, (value - median) / scale);
  }

  /** Linear between the two nearest of sorted values. */
  static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
