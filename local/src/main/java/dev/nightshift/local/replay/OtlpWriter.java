package dev.nightshift.local.replay;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;

/** OTLP messages of recorded telemetry. */
final class OtlpWriter {

  private OtlpWriter() {}

  /**
   * @param naming the attribute that names the entity: {@code host.name} or {@code service.name}
   * @param pod empty if unknown
   */
  static Resource resource(String[] system, String naming, String name, String pod) {
    Resource.Builder resource =
        Resource.newBuilder()
            .addAttributes(attribute("deployment.environment.name", system[0]))
            .addAttributes(attribute("service.namespace", system[1]))
            .addAttributes(attribute(naming, name));
    if (!pod.isEmpty()) {
      resource.addAttributes(attribute("k8s.pod.name", pod));
    }
    return resource.build();
  }

  /** One gauge per entry that is not NaN; null if all are. */
  static ReplayRecord gauges(Resource resource, long timeMillis, Map<String, Double> values) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    values.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            scope
                .addMetricsBuilder()
                .setName(name)
                .getGaugeBuilder()
                .addDataPointsBuilder()
                .setTimeUnixNano(timeMillis * 1_000_000L)
                .setAsDouble(value);
          }
        });
    if (scope.getMetricsCount() == 0) {
      return null;
    }
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    request.addResourceMetricsBuilder().setResource(resource).addScopeMetrics(scope);
    return new ReplayRecord(
        ReplayRecord.METRICS,
        key(resource),
        request.build().toByteArray(),
        timeMillis,
        1,
        scope.getMetricsCount());
  }

  static ReplayRecord spans(Resource resource, long timeMillis, List<Span> spans) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    request
        .addResourceSpansBuilder()
        .setResource(resource)
        .addScopeSpansBuilder()
        .addAllSpans(spans);
    byte[] payload = request.build().toByteArray();
    return new ReplayRecord(
        ReplayRecord.SPANS, key(resource), payload, timeMillis, spans.size(), spans.size());
  }

  static ReplayRecord logs(Resource resource, long timeMillis, List<LogRecord> logs) {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    request
        .addResourceLogsBuilder()
        .setResource(resource)
        .addScopeLogsBuilder()
        .addAllLogRecords(logs);
    byte[] payload = request.build().toByteArray();
    return new ReplayRecord(
        ReplayRecord.LOGS, key(resource), payload, timeMillis, logs.size(), logs.size());
  }

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder().setKey(key).setValue(text(value)).build();
  }

  static AnyValue text(String value) {
    return AnyValue.newBuilder().setStringValue(value).build();
  }

  private static String key(Resource resource) {
    return resource.getAttributes(0).getValue().getStringValue()
        + "."
        + resource.getAttributes(1).getValue().getStringValue()
        + "/"
        + resource.getAttributes(2).getValue().getStringValue();
  }
}
