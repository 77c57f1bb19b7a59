package dev.nightshift.local.shop.telemetry;

import dev.nightshift.local.shop.world.Service;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spans that wait for their end and for their export: by service, then by pod. */
final class SpanBatch {

  private record Waiting(Service service, String pod, Span span) {}

  private List<Waiting> waiting = new ArrayList<>();

  void add(Service service, String pod, Span span) {
    waiting.add(new Waiting(service, pod, span));
  }

  /** Exports what has ended by then; an SDK exports no span earlier. */
  void flush(TelemetrySink sink, long nanos) {
    Map<Service, Map<String, ScopeSpans.Builder>> ended = new LinkedHashMap<>();
    List<Waiting> running = new ArrayList<>();
    for (Waiting each : waiting) {
      if (each.span.getEndTimeUnixNano() > nanos) {
        running.add(each);
        continue;
      }
      ended
          .computeIfAbsent(each.service, any -> new LinkedHashMap<>())
          .computeIfAbsent(each.pod, any -> ScopeSpans.newBuilder().setScope(Attributes.SCOPE))
          .addSpans(each.span);
    }
    waiting = running;
    ended.forEach((service, pods) -> export(service, pods, sink));
  }

  private static void export(
      Service service, Map<String, ScopeSpans.Builder> pods, TelemetrySink sink) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    pods.forEach(
        (pod, spans) ->
            request.addResourceSpans(
                ResourceSpans.newBuilder()
                    .setResource(Attributes.resource(service, pod))
                    .addScopeSpans(spans)));
    sink.accept(Topics.SPANS, service.name(), request.build().toByteArray());
  }
}
