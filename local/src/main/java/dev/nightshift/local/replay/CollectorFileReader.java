package dev.nightshift.local.replay;

import com.google.protobuf.MessageLite;
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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What the OpenTelemetry Collector's file exporter writes with {@code format: json}: one OTLP/JSON
 * payload a line, of metrics, logs or spans; compressed as a whole with gzip or not. Each resource
 * of a line becomes a record of its own, because lines may be larger than a Kafka record.
 *
 * <p>A line that cannot be read goes on as it is: whoever decodes it refuses it with the reason.
 * The last line of a file that was copied while it was written is such a line.
 */
final class CollectorFileReader implements ReplayReader {

  private static final Pattern NAME = Pattern.compile(".*\\.(json|jsonl|ndjson)(\\.gz)?");
  private static final Pattern PAYLOAD =
      Pattern.compile("\\s*\\{\\s*\"(resourceMetrics|resourceLogs|resourceSpans)\"");
  private static final int SNIFFED = 1 << 10;
  private static final long NANOS = 1_000_000L;
  private static final Set<String> NAMES = Set.of("service.name", "host.name");

  private final Path file;
  private final BufferedReader reader;
  private long lines;
  private final Deque<ReplayRecord> ready = new ArrayDeque<>();
  private String topic = ReplayRecord.METRICS;
  private long newest;

  CollectorFileReader(Path file) throws IOException {
    this.file = file;
    this.reader = open(file);
  }

  /** Whether a file is one of these, by its name and its first bytes. */
  static boolean reads(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !NAME.matcher(file.getFileName().toString()).matches()) {
      return false;
    }
    try (BufferedReader reader = open(file)) {
      char[] head = new char[SNIFFED];
      int length = reader.read(head);
      return length > 0 && PAYLOAD.matcher(new String(head, 0, length)).lookingAt();
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in,
            StandardCharsets.UTF_8),
        1 << 16);
  }

  @Override
  public ReplayRecord next() throws IOException {
    while (ready.isEmpty()) {
      String line = line();
      if (line == null) {
        return null;
      }
      if (!line.isBlank()) {
        take(line);
      }
    }
    ReplayRecord record = ready.poll();
    newest = record.eventTimeMillis();
    return record;
  }

  private String line() throws IOException {
    try {
      lines++;
      return reader.readLine();
    } catch (IOException e) {
      throw new IOException(file + ":" + lines + ": " + e.getMessage(), e);
    }
  }

  private void take(String line) {
    byte[] payload = line.getBytes(StandardCharsets.UTF_8);
    Matcher kind = PAYLOAD.matcher(line);
    try {
      switch (kind.lookingAt() ? kind.group(1) : "") {
        case "resourceMetrics" -> metrics(payload);
        case "resourceLogs" -> logs(payload);
        case "resourceSpans" -> spans(payload);
        default -> ready.add(unread(payload));
      }
    } catch (IOException | IllegalArgumentException e) {
      // Not JSON, or JSON of another shape: nothing of the line was taken yet.
      ready.add(unread(payload));
    }
  }

  private ReplayRecord unread(byte[] payload) {
    return new ReplayRecord(topic, "", payload, newest, 1, 1);
  }

  private void metrics(byte[] payload) throws IOException {
    ExportMetricsServiceRequest.Builder read = ExportMetricsServiceRequest.newBuilder();
    OtlpJson.merge(payload, read);
    topic = ReplayRecord.METRICS;
    for (ResourceMetrics resource : read.getResourceMetricsList()) {
      ready.add(
          record(
              resource.getResource(),
              ExportMetricsServiceRequest.newBuilder().addResourceMetrics(resource).build(),
              resource.getScopeMetricsList().stream()
                  .flatMap(scope -> scope.getMetricsList().stream())
                  .flatMapToLong(CollectorFileReader::times)));
    }
  }

  private void logs(byte[] payload) throws IOException {
    ExportLogsServiceRequest.Builder read = ExportLogsServiceRequest.newBuilder();
    OtlpJson.merge(payload, read);
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

  private void spans(byte[] payload) throws IOException {
    ExportTraceServiceRequest.Builder read = ExportTraceServiceRequest.newBuilder();
    OtlpJson.merge(payload, read);
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

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
