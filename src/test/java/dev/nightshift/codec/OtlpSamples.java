package dev.nightshift.codec;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The messages behind the golden files in {@code test/resources/otlp}. {@link #main} writes the
 * protobuf ones anew; the JSON ones are written by hand after the specification's examples, so that
 * reader and sample do not share a mistake.
 */
final class OtlpSamples {

  static final long TIME = 1_700_000_000_000L;
  static final long NANOS = TIME * 1_000_000L;

  private OtlpSamples() {}

  public static void main(String[] args) throws IOException {
    Path into = Path.of(args[0]);
    Files.write(into.resolve("metrics.binpb"), metrics().toByteArray());
    Files.write(into.resolve("logs.binpb"), logs().toByteArray());
    Files.write(into.resolve("spans.binpb"), spans().toByteArray());
  }

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  static Resource resource() {
    return Resource.newBuilder()
        .addAttributes(attribute("deployment.environment.name", "demo"))
        .addAttributes(attribute("service.namespace", "shop"))
        .addAttributes(attribute("service.name", "cart"))
        .addAttributes(attribute("k8s.pod.name", "cart-0"))
        .build();
  }

  static ExportMetricsServiceRequest metrics() {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    var resource = request.addResourceMetricsBuilder().setResource(resource());
    var scope = resource.addScopeMetricsBuilder();
    NumberDataPoint.Builder gauge = number().setAsDouble(0.5).addAttributes(attribute("cpu", "0"));
    gauge.addExemplars(Exemplar.newBuilder().setAsDouble(1));
    scope.addMetrics(
        metric("cpu.use").setGauge(Metric.newBuilder().getGaugeBuilder().addDataPoints(gauge)));
    scope
        .addMetricsBuilder()
        .setName("requests")
        .getSumBuilder()
        .setIsMonotonic(true)
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
        .addDataPoints(number().setAsInt(42));
    scope
        .addMetricsBuilder()
        .setName("bytes")
        .getSumBuilder()
        .setIsMonotonic(true)
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
        .addDataPoints(number().setAsInt(7));
    scope
        .addMetricsBuilder()
        .setName("queue")
        .getSumBuilder()
        .setIsMonotonic(false)
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
        .addDataPoints(number().setAsInt(-3));
    scope
        .addMetricsBuilder()
        .setName("latency")
        .getHistogramBuilder()
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
        .addDataPoints(
            HistogramDataPoint.newBuilder()
                .setTimeUnixNano(NANOS)
                .setCount(6)
                .setSum(9)
                .addExplicitBounds(1)
                .addExplicitBounds(2)
                .addBucketCounts(1)
                .addBucketCounts(2)
                .addBucketCounts(3));
    scope
        .addMetricsBuilder()
        .setName("size")
        .getExponentialHistogramBuilder()
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
        .addDataPoints(
            ExponentialHistogramDataPoint.newBuilder()
                .setTimeUnixNano(NANOS)
                .setCount(6)
                .setSum(11)
                .setScale(0)
                .setZeroCount(1)
                .setPositive(
                    ExponentialHistogramDataPoint.Buckets.newBuilder()
                        .setOffset(1)
                        .addBucketCounts(2)
                        .addBucketCounts(3)));
    scope
        .addMetricsBuilder()
        .setName("gc")
        .getSummaryBuilder()
        .addDataPoints(
            SummaryDataPoint.newBuilder()
                .setTimeUnixNano(NANOS)
                .setCount(5)
                .setSum(2.5)
                .addQuantileValues(
                    SummaryDataPoint.ValueAtQuantile.newBuilder()
                        .setQuantile(0.99)
                        .setValue(0.75)));
    scope
        .addMetricsBuilder()
        .setName("stale")
        .getGaugeBuilder()
        .addDataPoints(number().setFlags(1));
    return request.build();
  }

  private static Metric.Builder metric(String name) {
    return Metric.newBuilder().setName(name);
  }

  static NumberDataPoint.Builder number() {
    return NumberDataPoint.newBuilder()
        .setStartTimeUnixNano(NANOS - 60_000_000_000L)
        .setTimeUnixNano(NANOS);
  }

  static ExportLogsServiceRequest logs() {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    var scope = request.addResourceLogsBuilder().setResource(resource()).addScopeLogsBuilder();
    scope.addLogRecords(
        LogRecord.newBuilder()
            .setTimeUnixNano(NANOS)
            .setSeverityNumberValue(17)
            .setBody(AnyValue.newBuilder().setStringValue("boom"))
            .setTraceId(id(16))
            .setSpanId(id(8)));
    scope.addLogRecords(
        LogRecord.newBuilder()
            .setObservedTimeUnixNano(NANOS)
            .setEventName("deployment")
            .addAttributes(attribute("change.id", "v2"))
            .setBody(AnyValue.newBuilder().setStringValue("cart v2")));
    return request.build();
  }

  static ExportTraceServiceRequest spans() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    var scope = request.addResourceSpansBuilder().setResource(resource()).addScopeSpansBuilder();
    scope.addSpans(
        Span.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setName("GET /cart")
            .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
            .setStartTimeUnixNano(NANOS - 25_000_000L)
            .setEndTimeUnixNano(NANOS)
            .addAttributes(attribute("db.system.name", "redis"))
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR)));
    return request.build();
  }

  /** Bytes 0xf0, 0xf1, … */
  static ByteString id(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (0xf0 + i);
    }
    return ByteString.copyFrom(bytes);
  }
}
