package dev.nightshift.telemetry;

/**
 * One finished span.
 *
 * @param traceId hexadecimal
 * @param spanId hexadecimal
 * @param parentSpanId hexadecimal; empty for a root
 * @param operation the span's name
 * @param startNanos since the epoch
 * @param endNanos since the epoch
 * @param peer the service at the other end as the span itself names it ({@code peer.service},
 *     {@code db.system.name} ...); empty if unknown
 */
public record Span(
    Entity entity,
    String traceId,
    String spanId,
    String parentSpanId,
    String operation,
    SpanKind kind,
    long startNanos,
    long endNanos,
    boolean error,
    String peer) {

  public long endMillis() {
    return endNanos / 1_000_000L;
  }

  public double durationMillis() {
    return (endNanos - startNanos) / 1e6;
  }
}
