package dev.nightshift.training;

import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.Ruler;
import dev.nightshift.training.FeatureTransforms.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * Puts each feature on the ruler of its own history: 0 is the lowest value seen and 1 the highest.
 * The range and not the spread, because a feature with rare bursts would cry with every burst if it
 * were measured by its resting noise. What lies {@link #BELOW} ranges under the origin or {@link
 * #ABOVE} over it is cut off there, so that one feature gone wild cannot drown the others.
 *
 * @param center median of each feature, in its own unit
 * @param transforms what is done to a feature first; the ruler is one of what comes out
 * @param middle median of each transformed feature
 * @param lowest of each transformed feature
 * @param span from the lowest to the highest transformed value; above zero
 * @param missing share of training steps in which each feature was missing
 */
record Normalisation(
    float[] center,
    FeatureTransforms transforms,
    float[] middle,
    float[] lowest,
    float[] span,
    float[] missing) {

  static final float BELOW = -4;
  static final float ABOVE = 5;

  static Normalisation fit(List<FeatureDefinition> features, Windows windows) {
    int count = features.size();
    FeatureTransforms transforms = FeatureTransforms.choose(features, windows);
    float[] center = new float[count];
    float[] middle = new float[count];
    float[] lowest = new float[count];
    float[] span = new float[count];
    float[] missing = new float[count];
    for (int f = 0; f < count; f++) {
      float[] raw = newestValues(windows, f);
      missing[f] = windows.size() == 0 ? 1 : 1 - (float) raw.length / windows.size();
      if (raw.length == 0) {
        span[f] = 1;
        continue;
      }
      center[f] = quantile(raw, 0.5);
      float[] values =
          transforms.kinds()[f] == Kind.NONE ? raw : newestTransformed(windows, f, transforms);
      middle[f] = quantile(values, 0.5);
      lowest[f] = values[0];
      span[f] = (float) Ruler.span(features.get(f), values[0], values[values.length - 1]);
    }
    return new Normalisation(center, transforms, middle, lowest, span, missing);
  }

  /** For values that are on rulers already: cut off, and no more. */
  Normalisation ofPlaced() {
    float[] ones = new float[span.length];
    Arrays.fill(ones, 1);
    FeatureTransforms none = FeatureTransforms.none(span.length);
    return new Normalisation(center, none, center, new float[span.length], ones, missing);
  }

  /** Values of a feature at the newest step of each window, sorted, without the missing ones. */
  static float[] newestValues(Windows windows, int feature) {
    return sortedNewest(windows, feature, (window, at) -> window[at]);
  }

  private static float[] newestTransformed(
      Windows windows, int feature, FeatureTransforms transforms) {
    return sortedNewest(windows, feature, transforms::of);
  }

  private interface Reading {

    float of(float[] window, int at);
  }

  private static float[] sortedNewest(Windows windows, int feature, Reading reading) {
    int at = (windows.steps() - 1) * windows.features() + feature;
    float[] values = new float[windows.size()];
    int size = 0;
    for (float[] window : windows.values()) {
      float value = reading.of(window, at);
      if (Float.isFinite(value)) {
        values[size++] = value;
      }
    }
    float[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted;
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
    for (int at = 0; at < window.length; at++) {
      int f = at % features;
      float before = at < features ? center[f] : filled[at - features];
      filled[at] = Float.isNaN(window[at]) ? before : window[at];
    }
    float[] scaled = new float[window.length];
    for (int at = 0; at < window.length; at++) {
      scaled[at] = scaled(transforms.of(window, filled, at), at % features);
    }
    return scaled;
  }

  /** Each feature's median on its ruler. */
  float[] medians() {
    float[] medians = new float[middle.length];
    for (int f = 0; f < medians.length; f++) {
      medians[f] = scaled(middle[f], f);
    }
    return medians;
  }

  private float scaled(float value, int f) {
    return Math.max(BELOW, Math.min(ABOVE, (value - lowest[f]) / span[f]));
  }
}
