package dev.nightshift.training.baseline;

import java.util.Arrays;

/**
 * Mean square of a step's robust z-scores: distance from the training median in units of the spread
 * between the quartiles, each at most 20.
 */
final class RobustDeviation implements Baseline {

  private static final double QUARTILES = 1.349;

  /** In standard deviations of the training data, which is the unit of what comes in. */
  private static final double LEAST_SPREAD = 0.1;

  private static final double MOST = 20;

  @Override
  public float[] score(double[][] training, double[][] test) {
    int features = test[0].length;
    double[] squares = new double[test.length];
    for (int f = 0; f < features; f++) {
      int feature = f;
      double[] sorted = Arrays.stream(training).mapToDouble(row -> row[feature]).sorted().toArray();
      double median = sorted[sorted.length / 2];
      double quartiles = sorted[3 * sorted.length / 4] - sorted[sorted.length / 4];
      double spread = Math.max(quartiles / QUARTILES, LEAST_SPREAD);
      for (int i = 0; i < test.length; i++) {
        double z = Math.min(Math.abs(test[i][f] - median) / spread, MOST);
        squares[i] += z * z / features;
      }
    }
    float[] scores = new float[test.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.log1p(squares[i]);
    }
    return scores;
  }
}
