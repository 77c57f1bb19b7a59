package dev.nightshift.detect;

import java.util.Arrays;

/**
 * Robust z-scores from running statistics: the detector for entities that no model knows.
 *
 * <p>Level and spread are exponential means; a deviation beyond three spreads is clipped to three
 * (Huber's function) and teaches at a tenth of the rate, so that an incident does not become normal
 * while it lasts. Spread is 1.2533 times the mean absolute deviation, which is the standard
 * deviation for normal data. A floor of 2 % of the level plus 0.005 stops constants (a restart
 * counter, an error ratio of zero) from calling their first movement infinitely strange.
 */
public final class RobustStatistics {

  /** A z-score of a value is cut here: beyond it the number means nothing. */
  static final float MAX_Z = 20f;

  private static final float RATE = 0.01f;
  private static final float OUTLIER_RATE = 0.001f;
  private static final float CLIP = 3f;
  private static final float MEAN_DEVIATION_TO_SIGMA = 1.2533f;

  private RobustStatistics() {}

  /**
   * Signed z-scores of one row against what was seen before it, then learns the row.
   *
   * @param names of the F features; other names than before start over
   * @param row F values from {@code offset}; NaN for missing gives 0
   */
  public static float[] update(RobustState state, String[] names, float[] row, int offset) {
    if (!Arrays.equals(names, state.features)) {
      state.features = names.clone();
      state.level = new float[names.length];
      state.spread = new float[names.length];
      state.seen = new int[names.length];
      state.steps = 0;
    }
    state.steps++;
    float[] z = new float[names.length];
    for (int i = 0; i < names.length; i++) {
      float value = row[offset + i];
      if (Float.isFinite(value)) {
        z[i] = score(state, i, value);
        learn(state, i, value, z[i]);
      }
    }
    return z;
  }

  private static float score(RobustState state, int i, float value) {
    if (state.seen[i] == 0) {
      return 0;
    }
    float floor = 0.02f * Math.abs(state.level[i]) + 0.005f;
    float z = (value - state.level[i]) / Math.max(state.spread[i], floor);
    return Math.max(-MAX_Z, Math.min(MAX_Z, z));
  }

  private static void learn(RobustState state, int i, float value, float z) {
    state.seen[i]++;
    if (state.seen[i] == 1) {
      state.level[i] = value;
      return;
    }
    float rate = Math.abs(z) > CLIP ? OUTLIER_RATE : RATE;
    rate = Math.max(rate, Math.abs(z) > CLIP ? 0 : 1f / state.seen[i]);
    float deviation = value - state.level[i];
    float bound = CLIP * Math.max(state.spread[i], Math.abs(deviation / Math.max(1, Math.abs(z))));
    deviation = Math.max(-bound, Math.min(bound, deviation));
    state.level[i] += rate * deviation;
    state.spread[i] += rate * (MEAN_DEVIATION_TO_SIGMA * Math.abs(deviation) - state.spread[i]);
  }
}
