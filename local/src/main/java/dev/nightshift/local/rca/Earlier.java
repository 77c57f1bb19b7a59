package dev.nightshift.local.rca;

import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Signal;
import dev.nightshift.telemetry.Span;

/**
 * Moves recorded telemetry back by whole weeks: time of day and day of the week stay.
 *
 * @param byMillis not negative
 */
record Earlier(long byMillis) {

  private static final long WEEK = 7 * 86_400_000L;
  private static final long NANOS = 1_000_000L;

  /** The problem's own past lies at least so long before it. */
  private static final long APART = 86_400_000L;

  /** The fewest weeks that bring {@code newest} a day or more before {@code onset}. */
  static Earlier endingBefore(long onset, long newest) {
    long late = newest - (onset - APART);
    return new Earlier(late <= 0 ? 0 : (late + WEEK - 1) / WEEK * WEEK);
  }

  Signal move(Signal signal) {
    if (byMillis == 0) {
      return signal;
    }
    MetricPoint metric = signal.metric();
    if (metric != null) {
      return Signal.of(
          new MetricPoint(
              metric.entity(),
              metric.name(),
              metric.attributes(),
              metric.kind(),
              metric.startMillis() == 0 ? 0 : metric.startMillis() - byMillis,
              metric.timeMillis() - byMillis,
              metric.value(),
              metric.distribution()));
    }
    Span span = signal.span();
    if (span != null) {
      return Signal.of(
          new Span(
              span.entity(),
              span.traceId(),
              span.spanId(),
              span.parentSpanId(),
              span.operation(),
              span.kind(),
              span.startNanos() - byMillis * NANOS,
              span.endNanos() - byMillis * NANOS,
              span.error(),
              span.peer()));
    }
    LogEntry log = signal.log();
    return log == null
        ? signal
        : Signal.of(
            new LogEntry(
                log.entity(),
                log.timeMillis() - byMillis,
                log.severity(),
                log.body(),
                log.traceId(),
                log.spanId()));
  }
}
