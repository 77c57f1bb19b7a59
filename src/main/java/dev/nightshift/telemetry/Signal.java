package dev.nightshift.telemetry;

/**
 * One decoded piece of telemetry of any kind: exactly one of the last six is not null. Flat,
 * because streams carry flat records.
 *
 * @param entity that it is about, at the granularity that features are made for; null with {@code
 *     bad}
 * @param timeMillis event time
 * @param bad what could not be decoded, with its reason
 * @param placement where the entity runs; said now and then, beside its other signals
 */
public record Signal(
    Entity entity,
    long timeMillis,
    MetricPoint metric,
    Span span,
    LogEntry log,
    ChangeEvent change,
    BadInput bad,
    Placement placement) {

  public static Signal of(MetricPoint point) {
    return new Signal(
        point.entity().withoutInstance(), point.timeMillis(), point, null, null, null, null, null);
  }

  public static Signal of(Span span) {
    return new Signal(
        span.entity().withoutInstance(), span.endMillis(), null, span, null, null, null, null);
  }

  public static Signal of(LogEntry log) {
    return new Signal(
        log.entity().withoutInstance(), log.timeMillis(), null, null, log, null, null, null);
  }

  public static Signal of(ChangeEvent change) {
    return new Signal(
        change.entity().withoutInstance(),
        change.timeMillis(),
        null,
        null,
        null,
        change,
        null,
        null);
  }

  public static Signal of(BadInput bad) {
    return new Signal(null, bad.timeMillis(), null, null, null, null, bad, null);
  }

  public static Signal of(Placement placement) {
    return new Signal(
        placement.entity().withoutInstance(),
        placement.timeMillis(),
        null,
        null,
        null,
        null,
        null,
        placement);
  }
}
