package dev.nightshift.detect;

import java.util.Arrays;

/** Slow means of feature values outside anomalies, kept in the arrays of a detector's state. */
final class UsualValues {

  /** Half of a shift is followed in about 6 minutes of 10 s steps. */
  private static final float RATE = 0.02f;

  private UsualValues() {}

  static float of(DetectorState state, String feature) {
    int index = index(state, feature);
    return index < 0 ? Float.NaN : state.usualValues[index];
  }

  static void learn(DetectorState state, Score score, int bound) {
    for (int i = 0; i < score.topFeatures().length; i++) {
      float value = score.topValues()[i];
      if (!Float.isFinite(value)) {
        continue;
      }
      int index = index(state, score.topFeatures()[i]);
      if (index >= 0) {
        state.usualValues[index] += RATE * (value - state.usualValues[index]);
      } else if (state.usualCount < bound) {
        append(state, score.topFeatures()[i], value);
      }
    }
  }

  private static void append(DetectorState state, String feature, float value) {
    if (state.usualCount == state.usualNames.length) {
      int size = Math.max(8, 2 * state.usualCount);
      state.usualNames = Arrays.copyOf(state.usualNames, size);
      state.usualValues = Arrays.copyOf(state.usualValues, size);
      // Null has no place in a serialized array of strings.
      Arrays.fill(state.usualNames, state.usualCount, size, "");
    }
    state.usualNames[state.usualCount] = feature;
    state.usualValues[state.usualCount++] = value;
  }

  private static int index(DetectorState state, String feature) {
    for (int i = 0; i < state.usualCount; i++) {
      if (state.usualNames[i].equals(feature)) {
        return i;
      }
    }
    return -1;
  }
}
