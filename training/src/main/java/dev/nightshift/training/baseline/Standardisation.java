package dev.nightshift.training.baseline;

import dev.nightshift.training.evaluation.Recording;

/**
 * Distance from the training mean in standard deviations; 0 where a value is missing. A feature
 * that is constant in training keeps its unit.
 *
 * @param mean of each feature
 * @param deviation of each feature, above 0
 */
record Standardisation(double[] mean, double[] deviation) {

  static Standardisation of(Recording training) {
    int features = training.features().size();
    double[] mean = new double[features];
    double[] deviation = new double[features];
    for (int f = 0; f < features; f++) {
      long count = 0;
      double squares = 0;
      for (float[] row : training.rows()) {
        if (!Float.isNaN(row[f])) {
          // Welford's running moments: sums of squares of large raw counters lose all digits.
          count++;
          double before = row[f] - mean[f];
          mean[f] += before / count;
          squares += before * (row[f] - mean[f]);
        }
      }
      double variance = count == 0 ? 0 : squares / count;
      deviation[f] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    return new Standardisation(mean, deviation);
  }

  double[][] apply(Recording recording) {
    double[][] standard = new double[recording.steps()][mean.length];
    for (int i = 0; i < standard.length; i++) {
      for (int f = 0; f < mean.length; f++) {
        float value = recording.rows()[i][f];
        standard[i][f] = Float.isNaN(value) ? 0 : (value - mean[f]) / deviation[f];
      }
    }
    return standard;
  }
}
