package dev.nightshift.job.operator;

import dev.nightshift.detect.DetectorSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a job file says of detection, in the form that travels to the tasks; null where the
 * detector's default holds.
 *
 * @param alarmRate wanted share of normal steps at which an anomaly opens
 */
public record DetectorOptions(
    Double alarmRate, Integer minSteps, Integer quietSteps, Duration retention)
    implements Serializable {

  /** A threshold that a tenth of all normal steps exceed is none. */
  private static final double MOST_PER_STEP = 0.1;

  private static final double DEFAULT_ALARM_RATE = 1e-4;

  /** The detector's defaults, with what was said put in their place. */
  public DetectorSettings settings() {
    DetectorSettings standard = DetectorSettings.DEFAULT;
    int min = minSteps == null ? standard.minSteps() : minSteps;
    int of = Math.max(standard.ofLast(), min);
    double rate = alarmRate == null ? DEFAULT_ALARM_RATE : alarmRate;
    return new DetectorSettings(
        standard.threshold().withAlarmProbability(perStep(rate, min, of)),
        rate,
        min,
        of,
        standard.leaveRatio(),
        quietSteps == null ? standard.quietSteps() : quietSteps,
        standard.updateSteps(),
        standard.growth(),
        standard.silenceMillis(),
        standard.features());
  }

  /**
   * How often a single normal step may lie above the threshold, if {@code min} of {@code of} have
   * to before an anomaly opens: {@code rate = C(of, min) p^min} for rare independent steps. Without
   * it the threshold would guard against lone spikes that the persistence rule has taken care of.
   */
  static double perStep(double rate, int min, int of) {
    double ways = 1;
    for (int i = 1; i <= min; i++) {
      ways = ways * (of - min + i) / i;
    }
    return Math.min(MOST_PER_STEP, Math.pow(rate / ways, 1.0 / min));
  }
}
