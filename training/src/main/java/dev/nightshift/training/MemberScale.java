package dev.nightshift.training;

import java.util.Arrays;

/**
 * What is usual for a member of the score.
 *
 * @param tail 99.5 % quantile of each feature's error
 * @param typical half the median of the mean error over all features; above zero
 */
record MemberScale(float[] tail, float typical) {

  private static final double TAIL = 0.995;

  /** Keeps a member without any error in training from dividing by nothing. */
  private static final float LEAST_TYPICAL = 1e-3f;

  /**
   * @param errors [window][F] of single steps, of windows that nothing else was fitted on
   * @param least added to each tail: below it an error is not telling, however exact the fit
   */
  static MemberScale fit(float[][] errors, float least) {
    int features = errors[0].length;
    float[] tail = new float[features];
    float[] column = new float[errors.length];
    for (int f = 0; f < features; f++) {
      for (int i = 0; i < errors.length; i++) {
        column[i] = errors[i][f];
      }
      tail[f] = quantile(column, TAIL) + least;
    }
    for (int i = 0; i < errors.length; i++) {
      column[i] = (float) average(errors[i]);
    }
    return new MemberScale(tail, Math.max(0.5f * quantile(column, 0.5), LEAST_TYPICAL));
  }

  /** A member's part of the score: 0 for no error, log 3 for the median one. */
  double score(float[] errors) {
    return Math.log1p(average(errors) / typical);
  }

  /**
   * Weights of a window's steps, oldest first: half for the newest, half for all alike. The newest
   * shows what is short, the mean of all what lasts.
   */
  static float[] weights(int steps) {
    float[] weights = new float[steps];
    Arrays.fill(weights, 0.5f / steps);
    weights[steps - 1] += 0.5f;
    return weights;
  }

  private static float quantile(float[] values, double q) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return Normalisation.quantile(sorted, q);
  }

  private static double average(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
