package dev.nightshift.local.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import dev.nightshift.codec.OtlpJson;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Payloads of OTLP, in JSON or protobuf, as records. Each resource of a payload becomes a record of
 * its own, because payloads may be larger than a Kafka record.
 *
 * <p>One that cannot be read goes on as it is: whoever decodes it refuses it with the reason.
 */
final class OtlpPayloads {

  private static final Pattern JSON =
      Pattern.compile("\\s*\\{\\s*\"(resourceMetrics|resourceLogs|resourceSpans)\"");
  private static final int HEAD = 1 << 10;
  private static final long NANOS = 1_000_000L;
  private static final Set<String> NAMES = Set.of("service.name", "host.name");

  private final Deque<ReplayRecord> ready = new ArrayDeque<>();
  private String topic = ReplayRecord.METRICS;
  private long newest;

  /** Whether a text begins as a payload in JSON does. */
  static boolean isJson(String head) {
    return JSON.matcher(head).lookingAt();
  }

  /** The next record; null if a further payload is needed. */
  ReplayRecord poll() {
    ReplayRecord record = ready.poll();
    if (record != null) {
      newest = record.eventTimeMillis();
    }
    return record;
  }

  /** Takes a payload in JSON. */
  void json(byte[] payload) {
    String head = new String(payload, 0, Math.min(payload.length, HEAD), StandardCharsets.UTF_8);
    Matcher kind = JSON.matcher(head);
    try {
      switch (kind.lookingAt() ? kind.group(1) : "") {
        case "resourceMetrics" -> {
          ExportMetricsServiceRequest.Builder read = ExportMetricsServiceRequest.newBuilder();
          OtlpJson.merge(payload, read);
          metrics(read.build());
        }
        case "resourceLogs" -> {
          ExportLogsServiceRequest.Builder read = ExportLogsServiceRequest.newBuilder();
          OtlpJson.merge(payload, read);
          logs(read.build());
        }
        case "resourceSpans" -> {
          ExportTraceServiceRequest.Builder read = ExportTraceServiceRequest.newBuilder();
          OtlpJson.merge(payload, read);
          spans(read.build());
        }
        default -> unreadable(payload);
      }
    } catch (IOException | IllegalArgumentException e) {
      // Not JSON, or JSON of another shape: nothing of the payload was taken yet.
      unreadable(payload);
    }
  }

  /** Takes a payload in protobuf, which does not say what it holds. */
  void protobuf(byte[] payload) {
    try {
      switch (kind(payload)) {
        case ReplayRecord.METRICS -> metrics(ExportMetricsServiceRequest.parseFrom(payload));
        case ReplayRecord.LOGS -> logs(ExportLogsServiceRequest.parseFrom(payload));
        case ReplayRecord.SPANS -> spans(ExportTraceServiceRequest.parseFrom(payload));
        default -> {
          // Resources without anything in them: nothing to tell.
        }
      }
    } catch (InvalidProtocolBufferException e) {
      unreadable(payload);
    }
  }

  /** Hands on what cannot be read, to be refused. */
  void unreadable(byte[] payload) {
    ready.add(new ReplayRecord(topic, "", payload, newest, 1, 1));
  }

  /**
   * The three requests have the same outer shape: resources, scopes, items. An item tells by its
   * times, which are fixed64: a span has its start and end in fields 7 and 8, a log record its own
   * or the observer's in 1 and 11. A metric has none, and its name in field 1.
   */
  private static String kind(byte[] payload) throws InvalidProtocolBufferException {
    for (var resource : UnknownFieldSet.parseFrom(payload).getField(1).getLengthDelimitedList()) {
      for (var scope : UnknownFieldSet.parseFrom(resource).getField(2).getLengthDelimitedList()) {
        for (var item : UnknownFieldSet.parseFrom(scope).getField(2).getLengthDelimitedList()) {
          UnknownFieldSet fields = UnknownFieldSet.parseFrom(item);
          if (fixed(fields, 7) || fixed(fields, 8)) {
            return ReplayRecord.SPANS;
          }
          boolean named = !fields.getField(1).getLengthDelimitedList().isEmpty();
          return named ? ReplayRecord.METRICS : ReplayRecord.LOGS;
        }
      }
    }
    return "";
  }

  private static boolean fixed(UnknownFieldSet fields, int number) {
    return !fields.getField(number).getFixed64List().isEmpty();
  }

  private void metrics(ExportMetricsServiceRequest read) {
    topic = ReplayRecord.METRICS;
    for (ResourceMetrics resource : read.getResourceMetricsList()) {
      ready.add(
          record(
              resource.getResource(),
              ExportMetricsServiceRequest.newBuilder().addResourceMetrics(resource).build(),
              resource.getScopeMetricsList().stream()
                  .flatMap(scope -> scope.getMetricsList().stream())
                  .flatMapToLong(OtlpPayloads::times)));
    }
  }

  private void logs(ExportLogsServiceRequest read) {
    topic = ReplayRecord.LOGS;
    for (ResourceLogs resource : read.getResourceLogsList()) {
      ready.add(
          record(
              resource.getResource(),
              ExportLogsServiceRequest.newBuilder().addResourceLogs(resource).build(),
              resource.getScopeLogsList().stream()
                  .flatMap(scope -> scope.getLogRecordsList().stream())
                  .mapToLong(
                      log ->
                          log.getTimeUnixNano() == 0
                              ? log.getObservedTimeUnixNano()
                              : log.getTimeUnixNano())));
    }
  }

  private void spans(ExportTraceServiceRequest read) {
    topic = ReplayRecord.SPANS;
    for (ResourceSpans resource : read.getResourceSpansList()) {
      ready.add(
          record(
              resource.getResource(),
              ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build(),
              resource.getScopeSpansList().stream()
                  .flatMap(scope -> scope.getSpansList().stream())
                  .mapToLong(span -> span.getEndTimeUnixNano())));
    }
  }

  private static LongStream times(Metric metric) {
    return LongStream.concat(
        Stream.of(metric.getGauge().getDataPointsList(), metric.getSum().getDataPointsList())
            .flatMap(List::stream)
            .mapToLong(point -> point.getTimeUnixNano()),
        LongStream.concat(
            metric.getHistogram().getDataPointsList().stream()
                .mapToLong(point -> point.getTimeUnixNano()),
            LongStream.concat(
                metric.getExponentialHistogram().getDataPointsList().stream()
                    .mapToLong(point -> point.getTimeUnixNano()),
                metric.getSummary().getDataPointsList().stream()
                    .mapToLong(point -> point.getTimeUnixNano()))));
  }

  private ReplayRecord record(Resource resource, MessageLite request, LongStream nanos) {
    Newest times = new Newest();
    nanos.forEach(times);
    long millis = times.nanos == 0 ? newest : times.nanos / NANOS;
    return new ReplayRecord(
        topic, key(resource), request.toByteArray(), millis, times.items, times.items);
  }

  private static String key(Resource resource) {
    return resource.getAttributesList().stream()
        .filter(attribute -> NAMES.contains(attribute.getKey()))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst()
        .orElse("");
  }

  /** Counts items and keeps the newest time. */
  private static final class Newest implements LongConsumer {
    private long nanos;
    private int items;

    @Override
    public void accept(long time) {
      items++;
      nanos = Math.max(nanos, time);
    }
  }
}
