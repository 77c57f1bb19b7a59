package dev.nightshift.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.codec.MalformedTelemetryException.Reason;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Change events of other systems as <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>:
 * one, a batch, or one in binary mode, whose attributes stand in the headers of its message. <a
 * href="https://cdevents.dev/docs/">CDEvents</a> of continuous delivery are understood.
 *
 * <p>The type tells the kind: it names a deployment, configuration, flag, scaling or alert. The
 * entity is named by {@code service.name} and the like among the extension attributes or in the
 * data, by the subject of a CDEvent, or by a subject {@code system/service} or {@code service}.
 * Thread-safe and without state.
 */
public final class CloudEventsDecoder {

  private static final String ATTRIBUTES = "attributes";

  /** Words of types, in this order: a rollout of a configuration is one of a configuration. */
  private static final List<Map.Entry<String, String>> KINDS =
      List.of(
          Map.entry("flag", "feature_flag"),
          Map.entry("config", "config_change"),
          Map.entry("environment.modified", "config_change"),
          Map.entry("alert", "alert"),
          Map.entry("alarm", "alert"),
          Map.entry("incident.detected", "alert"),
          Map.entry("scal", "scaling"),
          Map.entry("deploy", "deployment"),
          Map.entry("service.upgraded", "deployment"),
          Map.entry("service.rolledback", "deployment"),
          Map.entry("service.published", "deployment"),
          Map.entry("release", "deployment"),
          Map.entry("rollout", "deployment"));

  private final DecodeLimits limits;
  private final String system;

  /**
   * @param system of events that name none; empty for {@code default.default}
   */
  public CloudEventsDecoder(DecodeLimits limits, String system) {
    this.limits = limits;
    this.system = system;
  }

  /**
   * Reads one payload.
   *
   * @param attributes of an event in binary mode, without the prefix {@code ce_}; empty otherwise
   * @param nowMillis see {@link OtlpMetricsDecoder#decode}
   * @param problems receives one problem for every event left out
   * @throws MalformedTelemetryException if nothing of the payload can be read
   */
  public void decode(
      byte[] payload,
      Map<String, String> attributes,
      long nowMillis,
      Consumer<ChangeEvent> changes,
      Consumer<TelemetryProblem> problems)
      throws MalformedTelemetryException {
    TimeCheck times = new TimeCheck(nowMillis, limits, problems);
    JsonNode root =
        payload.length == 0 && !attributes.isEmpty()
            ? JsonNodeFactory.instance.objectNode()
            : JsonPayload.parse(payload, limits);
    if (!attributes.isEmpty()) {
      ObjectNode event = JsonNodeFactory.instance.objectNode();
      attributes.forEach(event::put);
      event.set("data", root);
      one(event, times, changes, problems);
    } else if (root.isArray()) {
      for (JsonNode event : root) {
        one(event, times, changes, problems);
      }
    } else {
      one(root, times, changes, problems);
    }
  }

  private void one(
      JsonNode event,
      TimeCheck times,
      Consumer<ChangeEvent> changes,
      Consumer<TelemetryProblem> problems)
      throws MalformedTelemetryException {
    for (String required : List.of("specversion", "id", "source", "type")) {
      if (JsonPayload.text(event, required).isEmpty()) {
        throw new MalformedTelemetryException(
            Reason.BAD_JSON, "not a CloudEvent: '" + required + "' is missing");
      }
    }
    JsonNode data = event.path("data");
    String type = JsonPayload.text(event, "type");
    String what = "the event " + JsonPayload.text(event, "id") + " of type " + type;
    String kind = kind(type);
    if (kind.isEmpty()) {
      problems.accept(
          new TelemetryProblem(TelemetryProblem.Reason.UNKNOWN_EVENT, what + " is no change"));
      return;
    }
    Entity entity = entity(event, data);
    if (entity == null) {
      problems.accept(new TelemetryProblem(TelemetryProblem.Reason.NO_ENTITY, what));
      return;
    }
    String time = JsonPayload.text(event, "time");
    long nanos =
        JsonPayload.nanos(
            time.isEmpty() ? JsonPayload.text(data.path("context"), "timestamp") : time);
    if (times.accepts(nanos, what)) {
      String id = JsonPayload.text(data, "change.id", "id", "revision", "version");
      changes.accept(
          new ChangeEvent(
              entity,
              TimeCheck.millis(nanos),
              kind,
              id.isEmpty() ? JsonPayload.text(event, "id") : id,
              summary(event, data, type)));
    }
  }

  private static String kind(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> kind : KINDS) {
      if (lower.contains(kind.getKey())) {
        return kind.getValue();
      }
    }
    return "";
  }

  private Entity entity(JsonNode event, JsonNode data) {
    Entity named =
        EventEntity.of(
            label -> {
              String inData = JsonPayload.text(data, label);
              String value =
                  inData.isEmpty() ? JsonPayload.text(data.path(ATTRIBUTES), label) : inData;
              // Names of extension attributes are lower-case letters and digits only.
              return value.isEmpty()
                  ? JsonPayload.text(event, label, label.replaceAll("[._]", ""))
                  : value;
            },
            system);
    if (named != null) {
      return named;
    }
    JsonNode delivered = data.path("subject");
    String subject =
        delivered.isObject()
            ? JsonPayload.text(delivered, "id")
            : JsonPayload.text(event, "subject");
    String environment = JsonPayload.text(delivered.path("content").path("environment"), "id");
    String[] parts = subject.split("/", -1);
    String service = parts[parts.length - 1];
    if (service.isEmpty()) {
      return null;
    }
    if (environment.isEmpty() && parts.length > 1 && !parts[parts.length - 2].isEmpty()) {
      return Entity.service(parts[parts.length - 2], service);
    }
    return EventEntity.of(
        label ->
            switch (label) {
              case "service.name" -> service;
              case "environment" -> environment;
              default -> "";
            },
        system);
  }

  private String summary(JsonNode event, JsonNode data, String type) {
    String told = JsonPayload.text(data, "summary", "message", "description", "title");
    String text = told.isEmpty() ? type + " " + JsonPayload.text(event, "subject") : told;
    return text.length() <= limits.maxBodyChars()
        ? text.strip()
        : text.substring(0, limits.maxBodyChars()) + "…";
  }
}
