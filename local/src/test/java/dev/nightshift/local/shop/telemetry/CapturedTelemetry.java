package dev.nightshift.local.shop.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nightshift.local.shop.ShopCase;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.Span;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Telemetry in memory, read back with OTLP's own classes. */
final class CapturedTelemetry implements TelemetrySink {

  record Export(String topic, String key, byte[] payload) {}

  record SpanOf(String service, Span span) {}

  record LogOf(String service, LogRecord log) {}

  final List<Export> exports = new ArrayList<>();

  @Override
  public void accept(String topic, String key, byte[] payload) {
    exports.add(new Export(topic, key, payload));
  }

  /** What a shop exports over some time. */
  static CapturedTelemetry of(ShopCase shop, int seconds) {
    CapturedTelemetry captured = new CapturedTelemetry();
    ShopTelemetry telemetry = new ShopTelemetry(shop.simulation.world(), 3, captured);
    for (int i = 0; i < seconds; i++) {
      shop.seconds(1);
      telemetry.observe(1_000);
    }
    return captured;
  }

  String hash() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    exports.forEach(export -> digest.update(export.payload));
    return HexFormat.of().formatHex(digest.digest());
  }

  List<ResourceMetrics> metricsOf(String service) throws InvalidProtocolBufferException {
    List<ResourceMetrics> all = new ArrayList<>();
    for (Export export : exports) {
      if (export.topic.equals(Topics.METRICS) && export.key.equals(service)) {
        all.addAll(ExportMetricsServiceRequest.parseFrom(export.payload).getResourceMetricsList());
      }
    }
    return all;
  }

  List<SpanOf> spans() throws InvalidProtocolBufferException {
    List<SpanOf> all = new ArrayList<>();
    for (Export export : exports) {
      if (export.topic.equals(Topics.SPANS)) {
        ExportTraceServiceRequest.parseFrom(export.payload).getResourceSpansList().stream()
            .flatMap(resource -> resource.getScopeSpansList().stream())
            .flatMap(scope -> scope.getSpansList().stream())
            .forEach(span -> all.add(new SpanOf(export.key, span)));
      }
    }
    return all;
  }

  List<LogOf> logs() throws InvalidProtocolBufferException {
    List<LogOf> all = new ArrayList<>();
    for (Export export : exports) {
      if (export.topic.equals(Topics.LOGS)) {
        ExportLogsServiceRequest.parseFrom(export.payload).getResourceLogsList().stream()
            .flatMap(resource -> resource.getScopeLogsList().stream())
            .flatMap(scope -> scope.getLogRecordsList().stream())
            .forEach(log -> all.add(new LogOf(export.key, log)));
      }
    }
    return all;
  }

  static Metric named(ResourceMetrics metrics, String name) {
    return metrics.getScopeMetrics(0).getMetricsList().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  static String attribute(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }
}
