package dev.nightshift.job.operator;

import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.Score;
import dev.nightshift.feature.FeatureWindow;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Picks the features that contributed most to a score: a selection without sorting or boxing. */
final class TopFeatures {

  /** As many as an anomaly names. */
  static final int MOST = 8;

  private static final float[] NONE = {};

  private final String[] names;
  private final boolean[] taken;

  TopFeatures(String[] names) {
    this.names = names;
    this.taken = new boolean[names.length];
  }

  /**
   * Builds the score of one window.
   *
   * @param errors feature errors of a whole batch, row-major [batch][F]
   * @param row of the window in the batch
   */
  Score score(
      FeatureWindow window,
      boolean champion,
      long stepMillis,
      float score,
      FloatBuffer errors,
      int row,
      Calibration calibration) {
    int features = names.length;
    int wanted = Math.min(MOST, features);
    String[] topNames = new String[wanted];
    float[] topErrors = new float[wanted];
    float[] topValues = new float[wanted];
    for (int rank = 0; rank < wanted; rank++) {
      int best = -1;
      for (int feature = 0; feature < features; feature++) {
        if (!taken[feature]
            && (best < 0
                || errors.get(row * features + feature) > errors.get(row * features + best))) {
          best = feature;
        }
      }
      taken[best] = true;
      topNames[rank] = names[best];
      topErrors[rank] = errors.get(row * features + best);
      topValues[rank] = window.newestValue(best);
    }
    Arrays.fill(taken, false);
    return new Score(
        window.entity(),
        window.model(),
        champion,
        window.stepEnd(),
        stepMillis,
        score,
        topNames,
        topErrors,
        topValues,
        calibration,
        Score.needsValues(features) ? newestValues(window) : NONE);
  }

  private static float[] newestValues(FeatureWindow window) {
    float[] values = window.values();
    return window.newest() != null
        ? window.newest()
        : Arrays.copyOfRange(values, values.length - window.features(), values.length);
  }
}
