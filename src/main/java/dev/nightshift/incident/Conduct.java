package dev.nightshift.incident;

import java.io.Serializable;

/**
 * Whether what is decided is also done.
 *
 * <p>Over recorded telemetry it cannot be: all decisions are imagined. An action that would be
 * asked for counts for the limits as if it was, and is taken to be over after a while. What it
 * would have changed nobody knows: the telemetry goes on as it was recorded, nothing is judged or
 * learned, and the incident is left alone until its symptoms go. Waits for people run out, for
 * nobody answers.
 *
 * @param imagined whether nothing is done; wall-clock time is then the recording's event time
 * @param actionMillis how long an imagined action counts as under way; 0 if they are real
 */
public record Conduct(boolean imagined, long actionMillis) implements Serializable {

  /** Of a running job. */
  public static final Conduct REAL = new Conduct(false, 0);

  /**
   * Of a backtest.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  public static Conduct imagined(long actionMillis) {
    if (actionMillis <= 0) {
      throw new IllegalArgumentException("an imagined action takes time, not " + actionMillis);
    }
    return new Conduct(true, actionMillis);
  }
}
