package dev.nightshift.training;

import java.util.Arrays;

/**
 * Two ways to miss a step that linear algebra answers at once, on {@link LaggedSteps}:
 *
 * <pre>
 *   regression[f] = sum over p of w[p] * min(|residual of f given all others| / tail[f], {@link #LIMIT})^{@link #POWER}
 *   subspace[f]   = sum over p of w[p] * mean over lags of |distance from the principal subspace|
 * </pre>
 *
 * The regression sees a single feature that does not follow the others or its own past; each is
 * measured by its own tail, so that a bursty one counts for what its bursts are worth. The subspace
 * sees many that leave their usual proportions together. A value missing at the newest of the three
 * steps counts for neither.
 *
 * @param features F
 * @param mean of a group of lagged steps, [N]
 * @param regression [N][F], gives the residuals of the newest step
 * @param basis [N][K], orthonormal
 * @param regressionTail of each feature's residual, in ranges
 */
record LinearMembers(
    int features,
    float[] mean,
    float[] regression,
    float[] basis,
    float[] regressionTail,
    MemberScale regressionScale,
    MemberScale subspaceScale) {

  /** How many times its tail one feature may count at most. */
  static final float LIMIT = 20;

  /** Between 1 (many small deviations count like a large one) and 2 (the largest counts alone). */
  static final float POWER = 1.5f;

  /** The two errors of each feature. */
  record Errors(float[] regression, float[] subspace) {}

  /**
   * Fits.
   *
   * @param training normalised windows, each [steps * F]
   * @param heldOut the same, for tails and typical errors: what is fitted looks better than it is
   */
  static LinearMembers fit(float[][] training, float[][] heldOut, int features) {
    int steps = training[0].length / features;
    LinearFit fit = LinearFit.of(training, LaggedSteps.lags(steps) * features);
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    LinearMembers raw =
        new LinearMembers(
            features,
            fit.mean(),
            fit.conditionalResidual(features),
            fit.principalDirections(),
            ones,
            null,
            null);
    int newest = LaggedSteps.positions(steps) - 1;
    float[][] residuals = new float[heldOut.length][];
    float[][] distances = new float[heldOut.length][];
    for (int i = 0; i < heldOut.length; i++) {
      residuals[i] = raw.residual(heldOut[i], newest);
      distances[i] = raw.distance(heldOut[i], newest);
    }
    float least = (float) Math.sqrt(LinearFit.RIDGE);
    float[] tail = MemberScale.fit(residuals, least).tail();
    for (float[] residual : residuals) {
      for (int f = 0; f < features; f++) {
        residual[f] = power(residual[f] / tail[f]);
      }
    }
    return new LinearMembers(
        features,
        raw.mean,
        raw.regression,
        raw.basis,
        tail,
        // In units of the tail already.
        new MemberScale(ones, MemberScale.fit(residuals, 0).typical()),
        MemberScale.fit(distances, least));
  }

  private static float power(float ratio) {
    return (float) Math.pow(Math.min(ratio, LIMIT), POWER);
  }

  /**
   * What the exported graph has to compute as well.
   *
   * @param window raw, NaN for missing
   * @param z the same, normalised
   */
  Errors errors(float[] window, float[] z) {
    int steps = window.length / features;
    int lags = LaggedSteps.lags(steps);
    float[] weights = MemberScale.weights(LaggedSteps.positions(steps));
    float[] first = new float[features];
    float[] second = new float[features];
    for (int p = 0; p < weights.length; p++) {
      float[] residual = residual(z, p);
      float[] distance = distance(z, p);
      for (int f = 0; f < features; f++) {
        if (!Float.isNaN(window[(p + lags - 1) * features + f])) {
          first[f] += weights[p] * power(residual[f] / regressionTail[f]);
          second[f] += weights[p] * distance[f];
        }
      }
    }
    return new Errors(first, second);
  }

  /** Both members in one number: 0 for a perfect window, about 2 log 3 for a usual one. */
  double score(Errors errors) {
    return regressionScale.score(errors.regression()) + subspaceScale.score(errors.subspace());
  }

  private float[] residual(float[] z, int position) {
    double[] sums = new double[features];
    for (int i = 0; i < mean.length; i++) {
      double deviation = z[position * features + i] - mean[i];
      for (int f = 0; f < features; f++) {
        sums[f] += deviation * regression[i * features + f];
      }
    }
    float[] residual = new float[features];
    for (int f = 0; f < features; f++) {
      residual[f] = (float) Math.abs(sums[f]);
    }
    return residual;
  }

  private float[] distance(float[] z, int position) {
    int directions = basis.length / mean.length;
    double[] along = new double[directions];
    for (int i = 0; i < mean.length; i++) {
      double deviation = z[position * features + i] - mean[i];
      for (int k = 0; k < directions; k++) {
        along[k] += deviation * basis[i * directions + k];
      }
    }
    float[] distance = new float[features];
    int lags = mean.length / features;
    for (int i = 0; i < mean.length; i++) {
      double left = z[position * features + i] - mean[i];
      for (int k = 0; k < directions; k++) {
        left -= along[k] * basis[i * directions + k];
      }
      distance[i % features] += (float) (Math.abs(left) / lags);
    }
    return distance;
  }
}
