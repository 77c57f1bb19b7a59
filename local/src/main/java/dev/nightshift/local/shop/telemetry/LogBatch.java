package dev.nightshift.local.shop.telemetry;

import com.google.protobuf.ByteString;
import dev.nightshift.local.shop.world.Change;
import dev.nightshift.local.shop.world.LogLine;
import dev.nightshift.local.shop.world.Service;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.LinkedHashMap;
import java.util.Map;

/** Log records and change events that wait for their export: by service, then by pod. */
final class LogBatch {

  private static final long NANOS = 1_000_000L;

  private final Map<Service, Map<String, ScopeLogs.Builder>> waiting = new LinkedHashMap<>();

  void add(Service service, LogLine line) {
    add(service, line, ByteString.EMPTY, ByteString.EMPTY);
  }

  void add(Service service, LogLine line, ByteString traceId, ByteString spanId) {
    LogRecord.Builder entry =
        entry(line.timeMillis(), line.severity(), line.body())
            .setTraceId(traceId)
            .setSpanId(spanId);
    put(service, line.instance(), entry);
  }

  /** A change is a log record with an event name; it is about the service, not one of its pods. */
  void add(Service service, Change change) {
    LogRecord.Builder entry =
        entry(change.timeMillis(), LogLine.INFO, change.summary())
            .setEventName(change.kind())
            .addAttributes(Attributes.text("change.id", change.id()));
    put(service, "", entry);
  }

  private static LogRecord.Builder entry(long timeMillis, int severity, String body) {
    SeverityNumber number = SeverityNumber.forNumber(severity);
    return LogRecord.newBuilder()
        .setTimeUnixNano(timeMillis * NANOS)
        .setObservedTimeUnixNano(timeMillis * NANOS)
        .setSeverityNumber(number)
        .setSeverityText(number.name().replace("SEVERITY_NUMBER_", ""))
        .setBody(AnyValue.newBuilder().setStringValue(body));
  }

  private void put(Service service, String pod, LogRecord.Builder entry) {
    waiting
        .computeIfAbsent(service, any -> new LinkedHashMap<>())
        .computeIfAbsent(pod, any -> ScopeLogs.newBuilder().setScope(Attributes.SCOPE))
        .addLogRecords(entry);
  }

  void flush(TelemetrySink sink) {
    waiting.forEach(
        (service, pods) -> {
          ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
          pods.forEach(
              (pod, logs) ->
                  request.addResourceLogs(
                      ResourceLogs.newBuilder()
                          .setResource(Attributes.resource(service, pod))
                          .addScopeLogs(logs)));
          sink.accept(Topics.LOGS, service.name(), request.build().toByteArray());
        });
    waiting.clear();
  }
}
