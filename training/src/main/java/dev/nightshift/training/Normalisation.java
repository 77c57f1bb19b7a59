package dev.nightshift.training;

import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.Ruler;
import java.util.Arrays;
import java.util.List;

/**
 * Puts each feature on the ruler of its own history: 0 is the lowest value seen and 1 the highest.
 * The range and not the spread, because a feature with rare bursts would cry with every burst if it
 * were measured by its resting noise. What lies {@link #BELOW} ranges under the origin or {@link
 * #ABOVE} over it is cut off there, so that one feature gone wild cannot drown the others.
 *
 * @param center median of each feature, in its own unit
 * @param lowest of each feature, in its own unit
 * @param span from the lowest to the highest value, in the feature's own unit; above zero
 * @param missing share of training steps in which each feature was missing
 */
record Normalisation(float[] center, float[] lowest, float[] span, float[] missing) {

  static final float BELOW = -4;
  static final float ABOVE = 5;

  static Normalisation fit(List<FeatureDefinition> features, Windows windows) {
    int count = features.size();
    float[] center = new float[count];
    float[] lowest = new float[count];
    float[] span = new float[count];
    float[] missing = new float[count];
    for (int f = 0; f < count; f++) {
      float[] values = newestValues(windows, f);
      missing[f] = windows.size() == 0 ? 1 : 1 - (float) values.length / windows.size();
      if (values.length == 0) {
        span[f] = 1;
        continue;
      }
      Arrays.sort(values);
      center[f] = quantile(values, 0.5);
      lowest[f] = values[0];
      span[f] = (float) Ruler.span(features.get(f), values[0], values[values.length - 1]);
    }
    return new Normalisation(center, lowest, span, missing);
  }

  /** For values that are on rulers already: cut off, and no more. */
  Normalisation ofPlaced() {
    float[] ones = new float[span.length];
    Arrays.fill(ones, 1);
    return new Normalisation(center, new float[lowest.length], ones, missing);
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

  /**
   * A whole window on the ruler. A missing value repeats the one before it in the window, because
   * most gaps are those of an exporter and not of the service; before the first there is the
   * median.
   *
   * @param window [steps * F], NaN for missing
   */
  float[] apply(float[] window) {
    int features = center.length;
    float[] filled = new float[window.length];
    float[] scaled = new float[window.length];
    for (int at = 0; at < window.length; at++) {
      int f = at % features;
      float before = at < features ? center[f] : filled[at - features];
      filled[at] = Float.isNaN(window[at]) ? before : window[at];
      scaled[at] = Math.max(BELOW, Math.min(ABOVE, (filled[at] - lowest[f]) / span[f]));
    }
    return scaled;
  }
}
