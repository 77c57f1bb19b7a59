package dev.nightshift.local.replay;

/**
 * How far a replay is.
 *
 * @param records Kafka records published
 * @param rows read from the recording
 * @param events data points, spans and log records
 * @param eventTimeMillis the newest so far
 * @param elapsedMillis of clock time
 */
public record ReplayProgress(
    long records, long rows, long events, long eventTimeMillis, long elapsedMillis) {

  static final ReplayProgress NONE = new ReplayProgress(0, 0, 0, Long.MIN_VALUE, 0);

  ReplayProgress plus(ReplayRecord event, long elapsed) {
    return new ReplayProgress(
        records + 1,
        rows + event.rows(),
        events + event.events(),
        Math.max(eventTimeMillis, event.eventTimeMillis()),
        elapsed);
  }

  /** Events per second of clock time. */
  public double rate() {
    return events * 1000.0 / Math.max(1, elapsedMillis);
  }
}
