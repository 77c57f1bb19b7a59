package dev.nightshift.detect;

/**
 * What one step says.
 *
 * @param value of what is judged by: the score, or the deviation of single features
 * @param limit that it is held against; infinite while warming up
 * @param above whether the step is strange
 * @param quiet whether it is clearly not (hysteresis)
 * @param opening the newest steps as bits, of which the first strange one is the onset of an
 *     anomaly that opens now; 0 if none does. Bit 0 is this step
 * @param deviating the single features that made it strange; null if none did
 */
record Reading(
    float value, float limit, boolean above, boolean quiet, int opening, Deviating deviating) {

  static Reading of(
      float value, double limit, DetectorSettings settings, boolean above, int opening) {
    return new Reading(value, (float) limit, above, isQuiet(value, limit, settings), opening, null);
  }

  /**
   * A threshold that still warms up (a new model came) calls nothing high, so that the anomaly of
   * the old model ends.
   */
  static boolean isQuiet(float value, double limit, DetectorSettings settings) {
    return Double.isInfinite(limit)
        || value < limit - (1 - settings.leaveRatio()) * Math.abs(limit);
  }
}
