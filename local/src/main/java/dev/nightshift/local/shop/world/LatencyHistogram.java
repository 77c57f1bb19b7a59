package dev.nightshift.local.shop.world;

/**
 * Cumulative counts of durations in the buckets that OpenTelemetry's HTTP and database conventions
 * advise. Filled with expected counts of a log-normal distribution, kept as fractions, so that slow
 * instances count right.
 */
public final class LatencyHistogram {

  /** Spread of durations: standard deviation of their logarithm. */
  public static final double SIGMA = 0.38;

  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
  };

  private final double[] counts = new double[BOUNDS.length + 1];
  private double sum;

  /** Upper bounds of the buckets but the last, in seconds. */
  public static double[] bounds() {
    return BOUNDS.clone();
  }

  void add(double requests, double medianMillis) {
    double median = Math.max(medianMillis, 0.01) / 1000;
    double below = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      double share = normalCdf(Math.log(BOUNDS[i] / median) / SIGMA);
      counts[i] += requests * (share - below);
      below = share;
    }
    counts[BOUNDS.length] += requests * (1 - below);
    sum += requests * median * Math.exp(SIGMA * SIGMA / 2);
  }

  void reset() {
    java.util.Arrays.fill(counts, 0);
    sum = 0;
  }

  /** Whole measurements per bucket. */
  public long[] counts() {
    long[] whole = new long[counts.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (long) counts[i];
    }
    return whole;
  }

  /** Sum of all durations in seconds. */
  public double sum() {
    return sum;
  }

  /** Abramowitz and Stegun 7.1.26 through erf; error below 1.5e-7. */
  private static double normalCdf(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * x);
    double poly =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double erf = 1 - poly * Math.exp(-x * x);
    return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
  }
}
