package dev.nightshift.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.codec.AlertmanagerDecoder;
import dev.nightshift.codec.CloudEventsDecoder;
import dev.nightshift.codec.DecodeLimits;
import dev.nightshift.codec.MalformedTelemetryException;
import dev.nightshift.codec.TelemetryProblem;
import dev.nightshift.telemetry.ChangeEvent;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code events.jsonl}: changes and alarms, one JSON object a line: {@code time, service, kind, id,
 * summary}; or a CloudEvent 1.0; or a notification of Alertmanager. Read by the job's own decoders,
 * for which the first form is completed to a CloudEvent. They become the log events that the job
 * takes changes from.
 */
final class EventFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DecodeLimits LIMITS = DecodeLimits.DEFAULT;
  private static final long NANOS = 1_000_000L;

  /** A recording may be of any time. */
  private static final long NOW = Long.MAX_VALUE - LIMITS.maxFutureMillis();

  private final Companions companions;
  private final CloudEventsDecoder events = new CloudEventsDecoder(LIMITS, "");
  private final AlertmanagerDecoder alerts = new AlertmanagerDecoder(LIMITS, "");
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
        events.take(line);
      }
    }
    return events.records;
  }

  private void take(String line) throws IOException {
    List<ChangeEvent> found = new ArrayList<>();
    List<TelemetryProblem> problems = new ArrayList<>();
    ObjectNode event = parsed(line);
    String told = event.path("type").asText(event.path("kind").asText());
    try {
      if (event.path("alerts").isArray()) {
        alerts.decode(bytes(event), NOW, found::add, problems::add);
      } else {
        complete(event);
        events.decode(bytes(event), Map.of(), NOW, found::add, problems::add);
      }
    } catch (MalformedTelemetryException e) {
      throw new IOException(where + ": " + e.getMessage(), e);
    }
    if (!problems.isEmpty()) {
      throw new IOException(where + ": " + words(problems.get(0), told));
    }
    found.forEach(this::add);
  }

  private ObjectNode parsed(String line) throws IOException {
    try {
      if (JSON.readTree(line) instanceof ObjectNode event) {
        return event;
      }
      throw new IOException(where + ": not a JSON object");
    } catch (JsonProcessingException e) {
      throw new IOException(where + ": not a JSON object: " + e.getOriginalMessage(), e);
    }
  }

  private static byte[] bytes(JsonNode event) {
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Gives a line what a CloudEvent has to have, and its time in the form of one. */
  private void complete(ObjectNode event) throws IOException {
    event.put("time", time(event.path("time").asText()));
    ObjectNode data =
        event.path("data") instanceof ObjectNode given ? given : event.putObject("data");
    move(event, "service", data);
    move(event, "summary", data);
    otherwise(data, "change.id", event.path("id").asText());
    otherwise(event, "specversion", "1.0");
    otherwise(event, "id", where.substring(where.lastIndexOf(':') + 1));
    otherwise(event, "source", "file");
    otherwise(event, "type", event.path("kind").asText());
  }

  private String time(String text) throws IOException {
    long nanos = RecordedTime.nanos(where, text);
    return Instant.ofEpochSecond(0, nanos).toString();
  }

  private static void move(ObjectNode event, String name, ObjectNode data) {
    if (!data.has(name) && event.path(name).isValueNode()) {
      data.set(name, event.path(name));
    }
  }

  private static void otherwise(ObjectNode node, String name, String value) {
    if (node.path(name).asText().isEmpty() && !value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static String words(TelemetryProblem problem, String told) {
    return switch (problem.reason()) {
      case NO_ENTITY -> "no service; expected in 'service', 'data.service' or 'subject'";
      case UNKNOWN_EVENT ->
          "'kind' (or a CloudEvent's 'type') should name a deployment, config, flag, scaling or"
              + " alert, not '"
              + told
              + "'";
      default -> problem.reason() + ": " + problem.detail();
    };
  }

  private void add(ChangeEvent event) {
    LogRecord log =
        LogRecord.newBuilder()
            .setTimeUnixNano(event.timeMillis() * NANOS)
            .setEventName(event.kind())
            .setBody(OtlpWriter.text(event.summary()))
            .addAttributes(OtlpWriter.attribute("change.id", event.id()))
            .build();
    records.add(
        OtlpWriter.logs(
            companions.resource(event.entity().service(), ""), event.timeMillis(), List.of(log)));
  }
}
