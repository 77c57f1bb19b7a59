package dev.nightshift.training.evaluation;

/**
 * The lag at which a series resembles itself most: the tolerance that TSB-AD gives to detections
 * near an anomaly ({@code find_length_rank} of its code, with rank 1).
 */
public final class DominantLag {

  /** Used where no lag stands out. */
  public static final int DEFAULT = 125;

  private static final int MOST_STEPS = 20_000;
  private static final int MOST_LAGS = 400;
  private static final int FIRST_LAG = 3;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 300;

  private DominantLag() {}

  /**
   * @param values of one feature, at least one
   * @return in steps, 6 to 303
   */
  public static int of(float[] values) {
    double[] correlation = autocorrelation(values);
    int best = -1;
    for (int i = 1; i + 1 < correlation.length; i++) {
      boolean peak = correlation[i] > correlation[i - 1] && correlation[i] > correlation[i + 1];
      if (peak && (best < 0 || correlation[i] >= correlation[best])) {
        best = i;
      }
    }
    return best < SHORTEST || best > LONGEST ? DEFAULT : best + FIRST_LAG;
  }

  /** From {@link #FIRST_LAG} on; empty for a constant. */
  private static double[] autocorrelation(float[] values) {
    int n = Math.min(MOST_STEPS, values.length);
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += values[i] / n;
    }
    double[] centred = new double[n];
    for (int i = 0; i < n; i++) {
      centred[i] = values[i] - mean;
    }
    double variance = covariance(centred, 0);
    int lags = Math.min(MOST_LAGS, n - 1);
    if (!(variance > 0) || lags < FIRST_LAG) {
      return new double[0];
    }
    double[] correlation = new double[lags - FIRST_LAG + 1];
    for (int lag = FIRST_LAG; lag <= lags; lag++) {
      correlation[lag - FIRST_LAG] = covariance(centred, lag) / variance;
    }
    return correlation;
  }

  private static double covariance(double[] centred, int lag) {
    double sum = 0;
    for (int i = lag; i < centred.length; i++) {
      sum += centred[i] * centred[i - lag];
    }
    return sum;
  }
}
