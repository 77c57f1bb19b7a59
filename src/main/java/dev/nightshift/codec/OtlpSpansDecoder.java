package dev.nightshift.codec;

import dev.nightshift.codec.TelemetryProblem.Reason;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.function.Consumer;

/** OTLP traces to spans. Thread-safe and without state. */
public final class OtlpSpansDecoder {

  private final OtlpFormat format;
  private final DecodeLimits limits;
  private final PlacementSensor places;
  private final EntityResolver entities = new EntityResolver();

  public OtlpSpansDecoder(OtlpFormat format, DecodeLimits limits) {
    this(format, limits, null);
  }

  /**
   * @param places is shown each resource before its records; then this decoder is not thread-safe.
   *     Null for nobody
   */
  public OtlpSpansDecoder(OtlpFormat format, DecodeLimits limits, PlacementSensor places) {
    this.format = format;
    this.limits = limits;
    this.places = places;
  }

  /**
   * Reads one payload.
   *
   * @param nowMillis see {@link OtlpMetricsDecoder#decode}
   * @param spans receives every good span
   * @param problems receives one problem for every span or resource left out
   * @throws MalformedTelemetryException if nothing of the payload can be read
   */
  public void decode(
      byte[] payload, long nowMillis, Consumer<Span> spans, Consumer<TelemetryProblem> problems)
      throws MalformedTelemetryException {
    ExportTraceServiceRequest request =
        OtlpPayload.parse(
            payload,
            format,
            limits,
            ExportTraceServiceRequest.parser(),
            ExportTraceServiceRequest::newBuilder,
            ExportTraceServiceRequest.class);
    TimeCheck times = new TimeCheck(nowMillis, limits, problems);
    for (ResourceSpans resource : request.getResourceSpansList()) {
      Entity entity = entities.resolve(resource.getResource().getAttributesList());
      if (entity == null) {
        problems.accept(new TelemetryProblem(Reason.NO_ENTITY, "a resource with spans"));
        continue;
      }
      if (places != null) {
        places.resource(entity, resource.getResource().getAttributesList());
      }
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (io.opentelemetry.proto.trace.v1.Span span : scope.getSpansList()) {
          if (times.accepts(span.getEndTimeUnixNano(), span.getName())) {
            map(entity, span, spans, problems);
          }
        }
      }
    }
  }

  private static void map(
      Entity entity,
      io.opentelemetry.proto.trace.v1.Span span,
      Consumer<Span> spans,
      Consumer<TelemetryProblem> problems) {
    if (!Ids.isValid(span.getTraceId(), Ids.TRACE_BYTES)
        || !Ids.isValid(span.getSpanId(), Ids.SPAN_BYTES)) {
      problems.accept(new TelemetryProblem(Reason.BAD_SPAN, span.getName() + " has no valid ids"));
      return;
    }
    long start = span.getStartTimeUnixNano();
    if (start <= 0 || start > span.getEndTimeUnixNano()) {
      problems.accept(
          new TelemetryProblem(Reason.BAD_SPAN, span.getName() + " ends before it starts"));
      return;
    }
    SpanKind kind = kind(span.getKind());
    spans.accept(
        new Span(
            entity,
            Ids.hex(span.getTraceId(), Ids.TRACE_BYTES),
            Ids.hex(span.getSpanId(), Ids.SPAN_BYTES),
            Ids.hex(span.getParentSpanId(), Ids.SPAN_BYTES),
            span.getName(),
            kind,
            start,
            span.getEndTimeUnixNano(),
            span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
            PeerResolver.resolve(kind, span.getAttributesList())));
  }

  private static SpanKind kind(io.opentelemetry.proto.trace.v1.Span.SpanKind kind) {
    return switch (kind) {
      case SPAN_KIND_SERVER -> SpanKind.SERVER;
      case SPAN_KIND_CLIENT -> SpanKind.CLIENT;
      case SPAN_KIND_PRODUCER -> SpanKind.PRODUCER;
      case SPAN_KIND_CONSUMER -> SpanKind.CONSUMER;
      case SPAN_KIND_INTERNAL, SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> SpanKind.INTERNAL;
    };
  }
}
