package dev.nightshift.diagnose;

import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;

/**
 * What is kept of a span while its trace is open.
 *
 * @param service entity key, service level
 * @param answered whether a span of another service was found under it
 */
public record TraceSpan(
    String spanId,
    String parentSpanId,
    String system,
    String service,
    SpanKind kind,
    long endMillis,
    double durationMillis,
    boolean error,
    String peer,
    boolean answered) {

  static TraceSpan of(Span span) {
    return new TraceSpan(
        span.spanId(),
        span.parentSpanId(),
        span.entity().system(),
        span.entity().withoutInstance().key(),
        span.kind(),
        span.endMillis(),
        span.durationMillis(),
        span.error(),
        span.peer() == null ? "" : span.peer(),
        false);
  }

  TraceSpan asAnswered() {
    return new TraceSpan(
        spanId, parentSpanId, system, service, kind, endMillis, durationMillis, error, peer, true);
  }

  boolean leaves() {
    return kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER;
  }

  boolean enters() {
    return kind == SpanKind.SERVER || kind == SpanKind.CONSUMER;
  }
}
