package dev.nightshift.local.shop.telemetry;

import dev.nightshift.local.shop.world.Service;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finished spans that wait for their export: by service, then by pod. */
final class SpanBatch {

  private final Map<Service, Map<String, ScopeSpans.Builder>> waiting = new LinkedHashMap<>();

  void add(Service service, String pod, Span span) {
    waiting
        .computeIfAbsent(service, any -> new LinkedHashMap<>())
        .computeIfAbsent(pod, any -> ScopeSpans.newBuilder().setScope(Attributes.SCOPE))
        .addSpans(span);
  }

  void flush(TelemetrySink sink) {
    waiting.forEach(
        (service, pods) -> {
          ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
          pods.forEach(
              (pod, spans) ->
                  request.addResourceSpans(
                      ResourceSpans.newBuilder()
                          .setResource(Attributes.resource(service, pod))
                          .addScopeSpans(spans)));
          sink.accept(Topics.SPANS, service.name(), request.build().toByteArray());
        });
    waiting.clear();
  }
}
