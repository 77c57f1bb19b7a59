package dev.nightshift.codec;

import dev.nightshift.codec.TelemetryProblem.Reason;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.LogEntry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * OTLP logs to log entries and change events. A record whose event name is {@code deployment},
 * {@code config_change}, {@code feature_flag}, {@code scaling} or {@code alert} is a change event:
 * its attribute {@code change.id} the id, its body the summary. Thread-safe and without state.
 */
public final class OtlpLogsDecoder {

  private static final Set<String> CHANGES =
      Set.of("deployment", "config_change", "feature_flag", "scaling", "alert");

  private final OtlpFormat format;
  private final DecodeLimits limits;
  private final PlacementSensor places;
  private final EntityResolver entities = new EntityResolver();

  public OtlpLogsDecoder(OtlpFormat format, DecodeLimits limits) {
    this(format, limits, null);
  }

  /**
   * @param places is shown each resource before its records; then this decoder is not thread-safe.
   *     Null for nobody
   */
  public OtlpLogsDecoder(OtlpFormat format, DecodeLimits limits, PlacementSensor places) {
    this.format = format;
    this.limits = limits;
    this.places = places;
  }

  /**
   * Reads one payload. A record's time is that of its source, else when it was observed.
   *
   * @param nowMillis see {@link OtlpMetricsDecoder#decode}
   * @param problems receives one problem for every record or resource left out
   * @throws MalformedTelemetryException if nothing of the payload can be read
   */
  public void decode(
      byte[] payload,
      long nowMillis,
      Consumer<LogEntry> logs,
      Consumer<ChangeEvent> changes,
      Consumer<TelemetryProblem> problems)
      throws MalformedTelemetryException {
    ExportLogsServiceRequest request =
        OtlpPayload.parse(
            payload,
            format,
            limits,
            ExportLogsServiceRequest.parser(),
            ExportLogsServiceRequest::newBuilder,
            ExportLogsServiceRequest.class);
    TimeCheck times = new TimeCheck(nowMillis, limits, problems);
    for (ResourceLogs resource : request.getResourceLogsList()) {
      Entity entity = entities.resolve(resource.getResource().getAttributesList());
      if (entity == null) {
        problems.accept(new TelemetryProblem(Reason.NO_ENTITY, "a resource with logs"));
        continue;
      }
      if (places != null) {
        places.resource(entity, resource.getResource().getAttributesList());
      }
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord log : scope.getLogRecordsList()) {
          long nanos =
              log.getTimeUnixNano() != 0 ? log.getTimeUnixNano() : log.getObservedTimeUnixNano();
          if (times.accepts(nanos, "a log record")) {
            map(entity, log, TimeCheck.millis(nanos), logs, changes);
          }
        }
      }
    }
  }

  private void map(
      Entity entity,
      LogRecord log,
      long timeMillis,
      Consumer<LogEntry> logs,
      Consumer<ChangeEvent> changes) {
    String event = eventName(log);
    String body = cut(Attributes.text(log.getBody()));
    if (event != null && CHANGES.contains(event)) {
      String id = Attributes.find(log.getAttributesList(), "change.id");
      changes.accept(new ChangeEvent(entity, timeMillis, event, id == null ? "" : id, body));
    } else {
      logs.accept(
          new LogEntry(
              entity,
              timeMillis,
              severity(log),
              body,
              Ids.hex(log.getTraceId(), Ids.TRACE_BYTES),
              Ids.hex(log.getSpanId(), Ids.SPAN_BYTES)));
    }
  }

  /** The field of the data model; before version 1.5 of OTLP it was an attribute. */
  private static String eventName(LogRecord log) {
    return log.getEventName().isEmpty()
        ? Attributes.find(log.getAttributesList(), "event.name")
        : log.getEventName();
  }

  private static int severity(LogRecord log) {
    int number = log.getSeverityNumberValue();
    if (number >= 1 && number <= 24) {
      return number;
    }
    String text = log.getSeverityText().toUpperCase(Locale.ROOT);
    return switch (text) {
      case "TRACE" -> 1;
      case "DEBUG" -> 5;
      case "INFO", "INFORMATION", "NOTICE" -> 9;
      case "WARN", "WARNING" -> 13;
      case "ERROR", "ERR" -> 17;
      case "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERG", "PANIC" -> 21;
      default -> 0;
    };
  }

  private String cut(String body) {
    return body.length() <= limits.maxBodyChars()
        ? body
        : body.substring(0, limits.maxBodyChars()) + "…";
  }
}
