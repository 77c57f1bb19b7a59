package dev.nightshift.local.replay;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One Nezha case: {@code metric/<pod>_metric.csv.gz}, {@code trace_*.csv.gz}, {@code log_*.csv.gz}.
 * The label file is never opened. Pods become services by stripping the suffixes of replica set and
 * pod. The traces say neither kind nor status: the kind is told from the operation's name (a path
 * is served, an HTTP verb or an SQL verb is called, the rest is internal), and no span is an error.
 * Spans recorded twice are sent once. Spans and logs of one pod and second travel together.
 */
final class NezhaReader {

  private static final Map<String, String> SEMANTIC =
      Map.of(
          "CpuUsageRate(%)", "process.cpu.utilization",
          "MemoryUsage(Mi)", "process.memory.usage");
  private static final Set<String> NOT_METRICS =
      Set.of("Time", "TimeStamp", "PodName", "ServiceName");

  private final Path directory;
  private final String[] system;
  private final List<ReplayRecord> events = new ArrayList<>();

  private NezhaReader(Path directory, String[] system) {
    this.directory = directory;
    this.system = system;
  }

  static boolean isCase(Path directory) throws IOException {
    return Files.isDirectory(directory.resolve("metric")) || !list(directory, "trace_*").isEmpty();
  }

  static ReplayReader open(Path directory, String dataset, ReplayOptions options)
      throws IOException {
    NezhaReader reader = new NezhaReader(directory, options.systemParts(dataset));
    if (Files.isDirectory(directory.resolve("metric"))) {
      for (Path file : list(directory.resolve("metric"), "*_metric.csv*")) {
        reader.readMetrics(file);
      }
    }
    reader.readSpans();
    reader.readLogs();
    return new ListReader(reader.events);
  }

  /** {@code ts-order-service-5b67c48447-mv5hb} is of the service {@code ts-order-service}. */
  static String serviceOf(String pod) {
    return pod.replaceFirst("-[a-z0-9]{6,10}-[a-z0-9]{5}$", "");
  }

  private void readMetrics(Path file) throws IOException {
    try (CsvFile csv = new CsvFile(file)) {
      List<String> header = csv.next();
      int time = header.indexOf("TimeStamp");
      int pod = header.indexOf("PodName");
      if (time < 0 || pod < 0) {
        throw new IOException(csv.where() + ": columns TimeStamp and PodName expected");
      }
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(row.size(), header.size()); i++) {
          if (!NOT_METRICS.contains(header.get(i))) {
            values.put(
                metricName(header.get(i)), inBaseUnit(header.get(i), csv.number(row.get(i))));
          }
        }
        long millis = (long) (csv.number(row.get(time)) * 1000);
        ReplayRecord made = OtlpWriter.gauges(resource(row.get(pod)), millis, values);
        if (made != null) {
          events.add(made);
        }
      }
    }
  }

  private void readSpans() throws IOException {
    Batches<Span> batches = new Batches<>();
    Set<String> seen = new HashSet<>();
    for (Path file : list(directory, "trace_*.csv*")) {
      try (CsvFile csv = new CsvFile(file)) {
        csv.next();
        for (List<String> row = csv.next(); row != null; row = csv.next()) {
          if (seen.add(row.get(1))) {
            long end = wholeNumber(csv, row.get(6));
            batches.add(row.get(3), end / 1_000_000L, span(csv, row, end));
          }
        }
      }
    }
    batches.forEach(
        (pod, millis, spans) -> events.add(OtlpWriter.spans(resource(pod), millis, spans)));
  }

  private static Span span(CsvFile csv, List<String> row, long end) throws IOException {
    String operation = row.get(4);
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(csv, row.get(0), 16))
            .setSpanId(id(csv, row.get(1), 8))
            .setName(operation)
            .setStartTimeUnixNano(wholeNumber(csv, row.get(5)))
            .setEndTimeUnixNano(end);
    if (!row.get(2).equals("root")) {
      span.setParentSpanId(id(csv, row.get(2), 8));
    }
    if (operation.startsWith("/")) {
      span.setKind(Span.SpanKind.SPAN_KIND_SERVER);
    } else if (operation.matches("(SELECT|INSERT|UPDATE|DELETE) .*")) {
      span.setKind(Span.SpanKind.SPAN_KIND_CLIENT)
          .addAttributes(OtlpWriter.attribute("db.system.name", "other_sql"));
    } else if (operation.matches("HTTP [A-Z]+")) {
      span.setKind(Span.SpanKind.SPAN_KIND_CLIENT);
    } else {
      span.setKind(Span.SpanKind.SPAN_KIND_INTERNAL);
    }
    return span.build();
  }

  private void readLogs() throws IOException {
    Batches<LogRecord> batches = new Batches<>();
    for (Path file : list(directory, "log_*.csv*")) {
      try (CsvFile csv = new CsvFile(file)) {
        csv.next();
        for (List<String> row = csv.next(); row != null; row = csv.next()) {
          long nanos = wholeNumber(csv, row.get(1));
          String body = NezhaLogs.body(row.get(7));
          LogRecord.Builder log =
              LogRecord.newBuilder()
                  .setTimeUnixNano(nanos)
                  .setSeverityText(NezhaLogs.severity(body))
                  .setBody(OtlpWriter.text(body));
          if (row.get(5).length() == 32 && row.get(6).length() == 16) {
            log.setTraceId(id(csv, row.get(5), 16)).setSpanId(id(csv, row.get(6), 8));
          }
          batches.add(row.get(3), nanos / 1_000_000L, log.build());
        }
      }
    }
    batches.forEach(
        (pod, millis, logs) -> {
          // The files are not in order; a program writes its log in order.
          logs.sort(Comparator.comparingLong(LogRecord::getTimeUnixNano));
          events.add(OtlpWriter.logs(resource(pod), millis, logs));
        });
  }

  private Resource resource(String pod) {
    return OtlpWriter.resource(system, "service.name", serviceOf(pod), pod);
  }

  private static ByteString id(CsvFile csv, String hex, int bytes) throws IOException {
    try {
      byte[] id = HexFormat.of().parseHex(hex);
      if (id.length == bytes) {
        return ByteString.copyFrom(id);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(csv.where() + ": not an id: '" + hex + "'", e);
    }
    throw new IOException(
        csv.where() + ": an id of " + bytes + " bytes expected, not '" + hex + "'");
  }

  private static long wholeNumber(CsvFile csv, String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(csv.where() + ": not a whole number: '" + text + "'", e);
    }
  }

  /** {@code PodServerLatencyP99(s)} is {@code pod.server.latency.p99}. */
  static String metricName(String column) {
    String semantic = SEMANTIC.get(column);
    return semantic != null
        ? semantic
        : column
            .replaceAll("\\(.*\\)", "")
            .replaceAll("([a-z0-9])([A-Z])", "$1.$2")
            .toLowerCase(Locale.ROOT);
  }

  private static double inBaseUnit(String column, double value) {
    return switch (column) {
      case "CpuUsageRate(%)" -> value / 100;
      case "MemoryUsage(Mi)" -> value * (1 << 20);
      default -> value;
    };
  }

  private static List<Path> list(Path directory, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(files::add);
    }
    files.sort(null);
    return files;
  }
}
