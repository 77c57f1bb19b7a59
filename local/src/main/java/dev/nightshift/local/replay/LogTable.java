package dev.nightshift.local.replay;

import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code logs.csv}: {@code time, service, body}, and where known {@code instance}, {@code
 * severity}, {@code trace_id} and {@code span_id}. The rows of one service are in the order of
 * their writing.
 */
final class LogTable {

  private LogTable() {}

  static List<ReplayRecord> read(Path file, Companions companions) throws IOException {
    Batches<LogRecord> batches = new Batches<>();
    try (CsvFile csv = new CsvFile(file)) {
      Companions.Columns columns =
          new Companions.Columns(csv, csv.next(), "time|timestamp", "service", "body|message");
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        long nanos = RecordedTime.nanos(csv.where(), columns.of(row, "time|timestamp"));
        LogRecord.Builder log =
            LogRecord.newBuilder()
                .setTimeUnixNano(nanos)
                .setSeverityText(columns.of(row, "severity|level"))
                .setBody(OtlpWriter.text(columns.of(row, "body|message")));
        String trace = columns.of(row, "trace_id");
        String span = columns.of(row, "span_id");
        if (!trace.isEmpty() && !span.isEmpty()) {
          log.setTraceId(Companions.traceId(trace)).setSpanId(Companions.spanId(span));
        }
        batches.add(
            columns.of(row, "service") + '\t' + columns.of(row, "instance"),
            nanos / 1_000_000L,
            log.build());
      }
    }
    List<ReplayRecord> records = new ArrayList<>();
    batches.forEach(
        (entity, newest, logs) -> {
          String[] parts = entity.split("\t", -1);
          records.add(OtlpWriter.logs(companions.resource(parts[0], parts[1]), newest, logs));
        });
    return records;
  }
}
