package dev.nightshift.detect.forecast;

import java.io.Serializable;

/**
 * What is asked of one forecast.
 *
 * @param stepMillis between two values; steps are aligned to the epoch
 * @param horizonMillis how far ahead a limit is looked for
 * @param falling whether the value runs out downwards (free space, an error budget) and not upwards
 * @param hold evaluations in a row that have to agree before exhaustion is predicted, and steps in
 *     a row that have to disagree before it is taken back
 */
public record ForecastSettings(long stepMillis, long horizonMillis, boolean falling, int hold)
    implements Serializable {

  /** What has proved neither hasty nor slow; nothing is tuned for one kind of series. */
  public static final int DEFAULT_HOLD = 3;

  public ForecastSettings {
    if (stepMillis < 1 || horizonMillis < 2 * stepMillis || hold < 1) {
      throw new IllegalArgumentException(
          "forecast: expected a step of at least 1 ms, a horizon of at least two steps and a hold"
              + " of at least 1, found "
              + stepMillis
              + " ms, "
              + horizonMillis
              + " ms, "
              + hold);
    }
  }

  public static ForecastSettings rising(long stepMillis, long horizonMillis) {
    return new ForecastSettings(stepMillis, horizonMillis, false, DEFAULT_HOLD);
  }
}
