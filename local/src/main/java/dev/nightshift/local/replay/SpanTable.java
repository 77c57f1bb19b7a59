package dev.nightshift.local.replay;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code spans.csv}: {@code trace_id, span_id, parent_span_id, service, operation, start}, {@code
 * end} or {@code duration_ms}, and where known {@code instance} and {@code error} (true or 1). A
 * span whose parent is of another service, or that has none, serves a call; others are internal.
 */
final class SpanTable {

  private static final double NANOS_IN_MILLI = 1e6;

  private SpanTable() {}

  private record Row(String service, String parent, Span.Builder span) {}

  static List<ReplayRecord> read(Path file, Companions companions) throws IOException {
    Batches<Row> batches = new Batches<>();
    Map<String, String> services = new HashMap<>();
    try (CsvFile csv = new CsvFile(file)) {
      Companions.Columns columns =
          new Companions.Columns(
              csv,
              csv.next(),
              "trace_id",
              "span_id",
              "service",
              "operation",
              "start",
              "end|duration_ms");
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        Span.Builder span = span(csv, columns, row);
        String service = columns.of(row, "service");
        String trace = columns.of(row, "trace_id") + '/';
        services.put(trace + columns.of(row, "span_id"), service);
        batches.add(
            service + '\t' + columns.of(row, "instance"),
            span.getEndTimeUnixNano() / 1_000_000L,
            new Row(service, trace + columns.of(row, "parent_span_id"), span));
      }
    }
    List<ReplayRecord> records = new ArrayList<>();
    batches.forEach(
        (entity, newest, rows) -> {
          String[] parts = entity.split("\t", -1);
          List<Span> spans = new ArrayList<>();
          for (Row row : rows) {
            boolean inside = row.service().equals(services.get(row.parent()));
            row.span()
                .setKind(
                    inside ? Span.SpanKind.SPAN_KIND_INTERNAL : Span.SpanKind.SPAN_KIND_SERVER);
            spans.add(row.span().build());
          }
          records.add(OtlpWriter.spans(companions.resource(parts[0], parts[1]), newest, spans));
        });
    return records;
  }

  private static Span.Builder span(CsvFile csv, Companions.Columns columns, List<String> row)
      throws IOException {
    long start = RecordedTime.nanos(csv.where(), columns.of(row, "start"));
    String end = columns.of(row, "end");
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(Companions.traceId(columns.of(row, "trace_id")))
            .setSpanId(Companions.spanId(columns.of(row, "span_id")))
            .setName(columns.of(row, "operation"))
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(
                end.isEmpty()
                    ? start + (long) (csv.number(columns.of(row, "duration_ms")) * NANOS_IN_MILLI)
                    : RecordedTime.nanos(csv.where(), end));
    String parent = columns.of(row, "parent_span_id");
    if (!parent.isEmpty()) {
      span.setParentSpanId(Companions.spanId(parent));
    }
    String error = columns.of(row, "error");
    if (error.equalsIgnoreCase("true") || error.equals("1")) {
      span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    }
    return span;
  }
}
