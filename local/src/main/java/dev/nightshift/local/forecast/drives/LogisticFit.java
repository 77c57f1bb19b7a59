package dev.nightshift.local.forecast.drives;

/**
 * Logistic regression with a small ridge, by Newton's method: the baseline that looks at how things
 * stand and not at where they go.
 */
final class LogisticFit {

  private static final int ROUNDS = 12;
  private static final double RIDGE = 1;

  private final double[] weights;
  private final double[] mean;
  private final double[] deviation;

  /**
   * @param rows of equal length, no NaN
   */
  LogisticFit(float[][] rows, boolean[] labels) {
    int width = rows[0].length;
    mean = new double[width];
    deviation = new double[width];
    for (int f = 0; f < width; f++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : rows) {
        sum += row[f];
        squares += (double) row[f] * row[f];
      }
      mean[f] = sum / rows.length;
      deviation[f] = Math.sqrt(Math.max(1e-12, squares / rows.length - mean[f] * mean[f]));
    }
    weights = new double[width + 1];
    for (int round = 0; round < ROUNDS; round++) {
      newton(rows, labels);
    }
  }

  private void newton(float[][] rows, boolean[] labels) {
    int n = weights.length;
    double[][] system = new double[n][n + 1];
    double[] x = new double[n];
    for (int r = 0; r < rows.length; r++) {
      double p = at(rows[r], x);
      double w = Math.max(1e-9, p * (1 - p));
      double off = (labels[r] ? 1 : 0) - p;
      for (int i = 0; i < n; i++) {
        system[i][n] += off * x[i];
        for (int j = 0; j < n; j++) {
          system[i][j] += w * x[i] * x[j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      system[i][i] += RIDGE;
      system[i][n] -= RIDGE * weights[i];
    }
    double[] change = solve(system);
    for (int i = 0; i < n; i++) {
      weights[i] += Math.max(-2, Math.min(2, change[i]));
    }
  }

  private double at(float[] row, double[] x) {
    x[0] = 1;
    double z = weights[0];
    for (int f = 0; f < row.length; f++) {
      x[f + 1] = (row[f] - mean[f]) / deviation[f];
      z += weights[f + 1] * x[f + 1];
    }
    return 1 / (1 + Math.exp(-z));
  }

  /** Gauss-Jordan on a positive definite system with its right side as the last column. */
  private static double[] solve(double[][] a) {
    int n = a.length;
    for (int p = 0; p < n; p++) {
      for (int r = 0; r < n; r++) {
        double factor = r == p ? 0 : a[r][p] / a[p][p];
        for (int c = p; factor != 0 && c <= n; c++) {
          a[r][c] -= factor * a[p][c];
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = a[i][n] / a[i][i];
    }
    return x;
  }

  float probability(float[] row) {
    return (float) at(row, new double[weights.length]);
  }
}
