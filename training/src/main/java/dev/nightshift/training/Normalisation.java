package dev.nightshift.training;

import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.Transform;
import java.util.Arrays;
import java.util.List;

/**
 * Makes features comparable: the distance from the median in units of the usual spread. Median and
 * spread are robust, so that a few bad steps in the training data do not stretch the ruler.
 *
 * @param center median of each feature
 * @param scale usual spread of each feature, in its own unit; above zero
 * @param missing share of training steps in which each feature was missing
 */
record Normalisation(float[] center, float[] scale, float[] missing) {

  /** Half the distance between the quartiles of a normal distribution, in standard deviations. */
  private static final double QUARTILES = 1.349;

  static Normalisation fit(List<FeatureDefinition> features, Windows windows) {
    int count = features.size();
    float[] center = new float[count];
    float[] scale = new float[count];
    float[] missing = new float[count];
    for (int f = 0; f < count; f++) {
      float[] values = newestValues(windows, f);
      missing[f] = windows.size() == 0 ? 1 : 1 - (float) values.length / windows.size();
      if (values.length == 0) {
        scale[f] = 1;
        continue;
      }
      Arrays.sort(values);
      center[f] = quantile(values, 0.5);
      double spread = (quantile(values, 0.75) - quantile(values, 0.25)) / QUARTILES;
      // A feature that mostly rests has no quartiles apart; its rare moves still are its nature.
      double tails = (quantile(values, 0.99) - quantile(values, 0.01)) / 4.65;
      scale[f] = (float) Math.max(Math.max(spread, tails), floor(features.get(f), center[f]));
    }
    return new Normalisation(center, scale, missing);
  }

  /**
   * The least spread that is taken for one. Without it a feature that never moved in training (no
   * errors, no restarts) would cry at any move, however small; with it, it is kept and tells.
   */
  private static double floor(FeatureDefinition feature, float center) {
    if (feature.transform() == Transform.LOG1P) {
      return 0.05;
    }
    if (feature.transform() == Transform.DIFFERENCE) {
      return 0.25;
    }
    return switch (feature.aggregation()) {
      // A step holds some ten spans or logs: one that fails is a tenth, and no anomaly.
      case ERROR_RATIO -> 0.05;
      case NEW_TEMPLATES, COUNT -> 1;
      default -> Math.max(0.02 * Math.abs(center), 1e-6);
    };
  }

  /** Values of a feature at the newest step of each window, without the missing ones. */
  private static float[] newestValues(Windows windows, int feature) {
    int at = (windows.steps() - 1) * windows.features() + feature;
    float[] values = new float[windows.size()];
    int size = 0;
    for (float[] window : windows.values()) {
      if (Float.isFinite(window[at])) {
        values[size++] = window[at];
      }
    }
    return Arrays.copyOf(values, size);
  }

  /** Linear interpolation between order statistics. */
  static float quantile(float[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return (float) (sorted[below] + (place - below) * (sorted[above] - sorted[below]));
  }

  /** A value's distance from the usual, clipped; 0 if it is missing. */
  float apply(float value, int feature, float limit) {
    if (Float.isNaN(value)) {
      return 0;
    }
    float z = (value - center[feature]) / scale[feature];
    return Math.max(-limit, Math.min(limit, z));
  }
}
