package dev.nightshift.training;

import java.util.Arrays;

/**
 * How a reconstruction becomes a score; the same numbers stand in the ONNX graph.
 *
 * <pre>
 *   z         = (x - center) / scale                       0 where missing
 *   r         = clip(z, {@link #ERROR_LIMIT}) - network(clip(z, {@link #INPUT_LIMIT}))   0 where missing
 *   e[f]      = (sum over steps of stepWeights * r)^2 / tail[f]     {@code missingError[f]} if missing now
 *   score     = log(1 + (max e + mean of the {@link #topK} largest e) / 2)
 * </pre>
 *
 * The network sees less of an extreme value than the error does: otherwise one feature gone wild
 * would saturate it and smear blame over all others. The steps' weights fall off with age: noise of
 * one step is dampened, and the score is calm again three steps after the trouble. Maximum and mean
 * together let both a single broken feature and a joint drift be seen. The logarithm keeps the tail
 * of the score light enough for an extreme-value threshold.
 *
 * @param tail 99 % quantile of each feature's squared error on held-out normal windows
 * @param missingError error of a feature that is missing at the newest step
 */
record ScoreDefinition(Normalisation normalisation, float[] tail, float[] missingError) {

  static final float INPUT_LIMIT = 4;
  static final float ERROR_LIMIT = 64;

  private static final double TAIL = 0.99;

  /** Below this an error is not telling, however exact the reconstruction in training. */
  private static final float LEAST_TAIL = 0.25f;

  /**
   * A feature that was never missing in training and is now: like its usual worst. One gap is no
   * anomaly by itself (a restarted exporter makes one); it adds to others.
   */
  private static final float NEVER_MISSING_ERROR = 1;

  private static final float RARELY = 0.005f;

  static int topK(int features) {
    return Math.min(3, features);
  }

  /** Weights of the steps' residuals, oldest first: 1/2, 1/3, 1/6 from the newest back. */
  static float[] stepWeights(int steps) {
    float[] weights = new float[steps];
    float[] newestFirst = {3, 2, 1};
    float sum = 0;
    for (int age = 0; age < Math.min(steps, newestFirst.length); age++) {
      weights[steps - 1 - age] = newestFirst[age];
      sum += newestFirst[age];
    }
    for (int step = 0; step < steps; step++) {
      weights[step] /= sum;
    }
    return weights;
  }

  /**
   * Fits the tails.
   *
   * @param squared squared errors by window and feature; NaN where the feature was missing
   */
  static ScoreDefinition fit(Normalisation normalisation, float[][] squared) {
    int features = normalisation.center().length;
    float[] tail = new float[features];
    float[] missingError = new float[features];
    for (int f = 0; f < features; f++) {
      float[] sorted = new float[squared.length];
      int size = 0;
      for (float[] row : squared) {
        if (!Float.isNaN(row[f])) {
          sorted[size++] = row[f];
        }
      }
      sorted = Arrays.copyOf(sorted, size);
      Arrays.sort(sorted);
      float quantile = size == 0 ? 1 : Normalisation.quantile(sorted, TAIL);
      tail[f] = Math.max(quantile, LEAST_TAIL);
      missingError[f] = normalisation.missing()[f] < RARELY ? NEVER_MISSING_ERROR : 0;
    }
    return new ScoreDefinition(normalisation, tail, missingError);
  }

  /** The normalised window as the network sees it. */
  static float[] networkInput(Normalisation normalisation, float[] window) {
    return normalised(normalisation, window, INPUT_LIMIT);
  }

  private static float[] normalised(Normalisation normalisation, float[] window, float limit) {
    int features = normalisation.center().length;
    float[] z = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      z[i] = normalisation.apply(window[i], i % features, limit);
    }
    return z;
  }

  /** Squared weighted residual of each feature; NaN where it is missing at the newest step. */
  static float[] squaredErrors(Normalisation normalisation, float[] window, float[] output) {
    int features = normalisation.center().length;
    int steps = window.length / features;
    float[] weights = stepWeights(steps);
    float[] target = normalised(normalisation, window, ERROR_LIMIT);
    float[] squared = new float[features];
    for (int f = 0; f < features; f++) {
      float residual = 0;
      for (int step = 0; step < steps; step++) {
        int at = step * features + f;
        residual += Float.isNaN(window[at]) ? 0 : weights[step] * (target[at] - output[at]);
      }
      boolean missing = Float.isNaN(window[(steps - 1) * features + f]);
      squared[f] = missing ? Float.NaN : residual * residual;
    }
    return squared;
  }

  /** The score of a window whose squared errors are known. */
  float score(float[] squared) {
    float[] errors = new float[squared.length];
    for (int f = 0; f < errors.length; f++) {
      errors[f] = Float.isNaN(squared[f]) ? missingError[f] : squared[f] / tail[f];
    }
    Arrays.sort(errors);
    int k = topK(errors.length);
    float mean = 0;
    for (int i = errors.length - k; i < errors.length; i++) {
      mean += errors[i] / k;
    }
    return (float) Math.log(1 + 0.5 * (errors[errors.length - 1] + mean));
  }
}
