package dev.nightshift.detect;

/**
 * When a run of high scores is an anomaly, and when it is over.
 *
 * @param threshold how the threshold learns
 * @param alarmRate wanted share of normal steps at which an anomaly opens, where scores are
 *     probabilities and no threshold has to be learned
 * @param minSteps steps above the threshold, out of the last {@code ofLast}, that open an anomaly
 * @param ofLast at most 31
 * @param leaveRatio a step is quiet below this share of the threshold; between the two nothing
 *     changes (hysteresis)
 * @param quietSteps quiet steps in a row that end it
 * @param updateSteps an open anomaly is published again after this many steps ...
 * @param growth ... or at once if the peak is this many times the published one
 * @param silenceMillis an entity that reported nothing for so long: its open anomaly ends. Until
 *     then silence proves nothing and keeps it open
 * @param features feature values remembered for {@code usual}
 */
public record DetectorSettings(
    ThresholdSettings threshold,
    double alarmRate,
    int minSteps,
    int ofLast,
    double leaveRatio,
    int quietSteps,
    int updateSteps,
    double growth,
    long silenceMillis,
    int features) {

  /** For steps of 10 s. */
  public static final DetectorSettings DEFAULT =
      new DetectorSettings(ThresholdSettings.DEFAULT, 1e-4, 2, 3, 0.8, 4, 6, 1.5, 600_000L, 64);

  public DetectorSettings {
    if (minSteps < 1 || ofLast < minSteps || ofLast > 31) {
      throw new IllegalArgumentException(
          "detector: expected 1 <= minSteps <= ofLast <= 31, found " + minSteps + ", " + ofLast);
    }
    if (!(leaveRatio > 0 && leaveRatio <= 1) || quietSteps < 1 || updateSteps < 1) {
      throw new IllegalArgumentException(
          "detector: expected leaveRatio in (0, 1] and quietSteps, updateSteps of at least 1");
    }
    if (!(alarmRate > 0 && alarmRate < 0.5)) {
      throw new IllegalArgumentException("detector: alarmRate cannot be " + alarmRate);
    }
    if (!(growth > 1) || silenceMillis <= 0 || features < 1) {
      throw new IllegalArgumentException(
          "detector: expected growth above 1, and silenceMillis and features above 0");
    }
  }

  public DetectorSettings withThreshold(ThresholdSettings other) {
    return new DetectorSettings(
        other,
        alarmRate,
        minSteps,
        ofLast,
        leaveRatio,
        quietSteps,
        updateSteps,
        growth,
        silenceMillis,
        features);
  }
}
