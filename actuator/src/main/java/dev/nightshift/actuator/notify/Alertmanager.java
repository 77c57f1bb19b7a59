package dev.nightshift.actuator.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.actuator.http.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Prometheus Alertmanager, API v2. An alert is known by its labels, so these never change; it ends
 * when the incident does. While it lasts its end lies far ahead: left open, Alertmanager would end
 * it after minutes.
 */
final class Alertmanager extends HttpChannel {

  static final String NAME = "alertmanager";

  private static final Duration FAR = Duration.ofDays(7);

  private final URI url;
  private final Optional<Secret> token;

  Alertmanager(URI url, Optional<Secret> token, HttpSettings settings, Clock clock) {
    super(NAME, settings, clock);
    this.url = url;
    this.token = token;
  }

  @Override
  HttpRequest.Builder request(Notice notice) {
    ArrayNode alerts = Json.object().arrayNode();
    ObjectNode alert = alerts.addObject();
    alert
        .putObject("labels")
        .put("alertname", "NightshiftIncident")
        .put("incident", notice.incident())
        .put("system", notice.system());
    alert
        .putObject("annotations")
        .put("summary", notice.summary())
        .put("description", notice.details())
        .put("stage", notice.stage().name());
    alert.put("startsAt", notice.openedAt().toString());
    boolean over = notice.stage() == Stage.RESOLVED;
    alert.put("endsAt", clock().instant().plus(over ? Duration.ZERO : FAR).toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts")).POST(Json.body(alerts));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    return request;
  }
}
