package dev.nightshift.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code events.jsonl}: changes and alarms, one JSON object a line: {@code time, service, kind, id,
 * summary}; or a CloudEvent 1.0, whose type tells the kind, whose subject the service and whose
 * data may hold {@code service} and {@code summary}; or a notification of Alertmanager. They become
 * the log events that the job takes changes from.
 */
final class EventFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kinds by words that producers name them with; the first that fits. */
  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("flag", "feature_flag");
    KINDS.put("config", "config_change");
    KINDS.put("deploy", "deployment");
    KINDS.put("release", "deployment");
    KINDS.put("rollout", "deployment");
    KINDS.put("scal", "scaling");
    KINDS.put("alert", "alert");
    KINDS.put("alarm", "alert");
  }

  private final Companions companions;
  private final List<ReplayRecord> records = new ArrayList<>();
  private String where = "";

  private EventFile(Companions companions) {
    this.companions = companions;
  }

  static List<ReplayRecord> read(Path file, Companions companions) throws IOException {
    EventFile events = new EventFile(companions);
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      events.where = file + ":" + ++number;
      if (!line.isBlank()) {
        events.add(events.parsed(line));
      }
    }
    return events.records;
  }

  private JsonNode parsed(String line) throws IOException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException(where + ": not a JSON object: " + e.getOriginalMessage(), e);
    }
  }

  private void add(JsonNode event) throws IOException {
    if (event.path("alerts").isArray()) {
      for (JsonNode alert : event.path("alerts")) {
        JsonNode labels = alert.path("labels");
        add(
            first(labels, "service", "job", "app"),
            "alert",
            alert.path("startsAt").asText(),
            first(alert, "fingerprint"),
            either(
                first(alert.path("annotations"), "summary", "description"),
                first(labels, "alertname")));
      }
      return;
    }
    JsonNode data = event.path("data");
    String subject = first(event, "subject");
    add(
        either(
            either(first(event, "service"), first(data, "service", "service.name")),
            subject.substring(subject.lastIndexOf('/') + 1)),
        kind(first(event, "kind", "type")),
        first(event, "time"),
        first(event, "id"),
        either(first(event, "summary"), first(data, "summary")));
  }

  private static String either(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private void add(String service, String kind, String time, String id, String summary)
      throws IOException {
    if (service.isEmpty()) {
      throw new IOException(
          where + ": no service; expected in 'service', 'data.service' or 'subject'");
    }
    long nanos = RecordedTime.nanos(where, time);
    LogRecord log =
        LogRecord.newBuilder()
            .setTimeUnixNano(nanos)
            .setEventName(kind)
            .setBody(OtlpWriter.text(summary))
            .addAttributes(OtlpWriter.attribute("change.id", id))
            .build();
    records.add(
        OtlpWriter.logs(companions.resource(service, ""), nanos / 1_000_000L, List.of(log)));
  }

  private String kind(String told) throws IOException {
    String lower = told.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      if (lower.contains(kind.getKey())) {
        return kind.getValue();
      }
    }
    throw new IOException(
        where
            + ": 'kind' (or a CloudEvent's 'type') should name a deployment, config, flag, scaling"
            + " or alert, not '"
            + told
            + "'");
  }

  private static String first(JsonNode node, String... names) {
    for (String name : names) {
      JsonNode found = node.path(name);
      if (found.isValueNode() && !found.asText().isEmpty()) {
        return found.asText();
      }
    }
    return "";
  }
}
