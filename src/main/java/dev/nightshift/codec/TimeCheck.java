package dev.nightshift.codec;

import dev.nightshift.codec.TelemetryProblem.Reason;
import java.util.function.Consumer;

/** Refuses items without a time, and items from a future that no clock skew explains. */
final class TimeCheck {

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final long latestMillis;
  private final Consumer<TelemetryProblem> problems;

  TimeCheck(long nowMillis, DecodeLimits limits, Consumer<TelemetryProblem> problems) {
    this.latestMillis = nowMillis + limits.maxFutureMillis();
    this.problems = problems;
  }

  /**
   * @param nanos unsigned, as on the wire
   */
  boolean accepts(long nanos, String what) {
    if (nanos == 0) {
      problems.accept(new TelemetryProblem(Reason.NO_TIME, what));
      return false;
    }
    // Beyond the signed range lies the year 2262: further ahead than any limit.
    if (nanos < 0 || nanos / NANOS_PER_MILLI > latestMillis) {
      problems.accept(
          new TelemetryProblem(
              Reason.FUTURE_TIME, what + " at " + Long.toUnsignedString(nanos) + " ns"));
      return false;
    }
    return true;
  }

  static long millis(long nanos) {
    return nanos / NANOS_PER_MILLI;
  }
}
