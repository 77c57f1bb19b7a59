package dev.nightshift.job.operator;

import dev.nightshift.detect.DetectorSettings;
import dev.nightshift.detect.ThresholdSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a job file says of detection, in the form that travels to the tasks; null where the
 * detector's default holds.
 *
 * @param alarmRate wanted share of normal steps above the threshold
 */
public record DetectorOptions(
    Double alarmRate, Integer minSteps, Integer quietSteps, Duration retention)
    implements Serializable {

  /** The detector's defaults, with what was said put in their place. */
  public DetectorSettings settings() {
    DetectorSettings standard = DetectorSettings.DEFAULT;
    ThresholdSettings threshold =
        alarmRate == null
            ? standard.threshold()
            : standard.threshold().withAlarmProbability(alarmRate);
    int min = minSteps == null ? standard.minSteps() : minSteps;
    return new DetectorSettings(
        threshold,
        min,
        Math.max(standard.ofLast(), min),
        standard.leaveRatio(),
        quietSteps == null ? standard.quietSteps() : quietSteps,
        standard.updateSteps(),
        standard.growth(),
        standard.silenceMillis(),
        standard.features());
  }
}
