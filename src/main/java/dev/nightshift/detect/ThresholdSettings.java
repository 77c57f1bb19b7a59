package dev.nightshift.detect;

/**
 * How an adaptive threshold learns. Counts are steps with a score.
 *
 * @param alarmProbability wanted probability that a normal step lies above the threshold
 * @param tailShare share of scores that make the tail that is fitted
 * @param warmUp scores collected before the first threshold where no calibration comes along
 * @param maxExcesses newest excesses kept
 * @param minExcesses own excesses needed before they replace a calibration's distribution
 * @param refitEvery new excesses between two fits
 * @param horizon steps after which the counts behind the tail's share are halved (forgetting)
 * @param driftHalfLife steps in which half of a shift of the normal level is followed
 * @param trial first scores on which a calibration has to prove that it fits this entity
 */
public record ThresholdSettings(
    double alarmProbability,
    double tailShare,
    int warmUp,
    int maxExcesses,
    int minExcesses,
    int refitEvery,
    int horizon,
    int driftHalfLife,
    int trial) {

  /** For steps of 10 s: less than one raw exceedance a day, ten minutes to warm up. */
  public static final ThresholdSettings DEFAULT =
      new ThresholdSettings(1e-4, 0.02, 60, 200, 20, 10, 8640, 2160, 12);

  public ThresholdSettings {
    require(alarmProbability > 0 && alarmProbability < 0.5, "alarmProbability", alarmProbability);
    require(tailShare > 0 && tailShare < 0.5, "tailShare", tailShare);
    require(warmUp >= 20 && warmUp <= 10_000, "warmUp", warmUp);
    require(maxExcesses >= 10 && maxExcesses <= 2_000, "maxExcesses", maxExcesses);
    require(minExcesses >= 5 && minExcesses <= maxExcesses, "minExcesses", minExcesses);
    require(refitEvery >= 1, "refitEvery", refitEvery);
    require(horizon >= warmUp, "horizon", horizon);
    require(driftHalfLife >= 1, "driftHalfLife", driftHalfLife);
    require(trial >= 0, "trial", trial);
  }

  /** The same with another wanted alarm probability. */
  public ThresholdSettings withAlarmProbability(double probability) {
    return new ThresholdSettings(
        probability,
        tailShare,
        warmUp,
        maxExcesses,
        minExcesses,
        refitEvery,
        horizon,
        driftHalfLife,
        trial);
  }

  private static void require(boolean valid, String name, double value) {
    if (!valid) {
      throw new IllegalArgumentException("threshold: " + name + " cannot be " + value);
    }
  }
}
