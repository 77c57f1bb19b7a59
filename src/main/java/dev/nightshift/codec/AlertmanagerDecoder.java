package dev.nightshift.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightshift.codec.MalformedTelemetryException.Reason;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.function.Consumer;

/**
 * Alerts that somebody else's rules raised, as <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">Alertmanager's
 * webhook</a> tells them (version 4): a change event of kind {@code alert} for each that fires. Its
 * labels name the entity. One that is resolved is no event. Thread-safe and without state.
 */
public final class AlertmanagerDecoder {

  private final DecodeLimits limits;
  private final String system;

  /**
   * @param system of alerts whose labels name none; empty for {@code default.default}
   */
  public AlertmanagerDecoder(DecodeLimits limits, String system) {
    this.limits = limits;
    this.system = system;
  }

  /**
   * Reads one notification.
   *
   * @param nowMillis see {@link OtlpMetricsDecoder#decode}
   * @param problems receives one problem for every alert left out
   * @throws MalformedTelemetryException if nothing of the payload can be read
   */
  public void decode(
      byte[] payload,
      long nowMillis,
      Consumer<ChangeEvent> changes,
      Consumer<TelemetryProblem> problems)
      throws MalformedTelemetryException {
    JsonNode root = JsonPayload.parse(payload, limits);
    if (!root.path("alerts").isArray()) {
      throw new MalformedTelemetryException(
          Reason.BAD_JSON, "not a notification of Alertmanager: 'alerts' is missing");
    }
    TimeCheck times = new TimeCheck(nowMillis, limits, problems);
    for (JsonNode alert : root.path("alerts")) {
      if (!JsonPayload.text(alert, "status").equals("resolved")) {
        one(alert, times, changes, problems);
      }
    }
  }

  private void one(
      JsonNode alert,
      TimeCheck times,
      Consumer<ChangeEvent> changes,
      Consumer<TelemetryProblem> problems) {
    JsonNode labels = alert.path("labels");
    String name = JsonPayload.text(labels, "alertname");
    String what = "the alert " + name;
    Entity entity = EventEntity.of(label -> JsonPayload.text(labels, label), system);
    if (entity == null) {
      problems.accept(new TelemetryProblem(TelemetryProblem.Reason.NO_ENTITY, what));
      return;
    }
    long nanos = JsonPayload.nanos(JsonPayload.text(alert, "startsAt"));
    if (times.accepts(nanos, what)) {
      String told =
          JsonPayload.text(alert.path("annotations"), "summary", "description", "message");
      changes.accept(
          new ChangeEvent(
              entity,
              TimeCheck.millis(nanos),
              "alert",
              JsonPayload.text(alert, "fingerprint"),
              told.isEmpty() ? name : name + ": " + told));
    }
  }
}
