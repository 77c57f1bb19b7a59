package dev.nightshift.actuator.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.actuator.http.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;

/** PagerDuty, Events API v2. The incident is the dedup key: one page, acknowledged, resolved. */
final class PagerDuty extends HttpChannel {

  static final String NAME = "pagerduty";
  static final URI EVENTS = URI.create("https://events.pagerduty.com/v2/enqueue");

  private final URI url;
  private final Secret routingKey;

  PagerDuty(URI url, Secret routingKey, HttpSettings settings, Clock clock) {
    super(NAME, settings, clock);
    this.url = url;
    this.routingKey = routingKey;
  }

  @Override
  HttpRequest.Builder request(Notice notice) {
    ObjectNode event = Json.object();
    event.put("routing_key", routingKey.reveal());
    event.put(
        "event_action",
        switch (notice.stage()) {
          case TRIGGERED -> "trigger";
          case ACKNOWLEDGED -> "acknowledge";
          case RESOLVED -> "resolve";
        });
    event.put("dedup_key", notice.incident());
    if (notice.stage() == Stage.TRIGGERED) {
      ObjectNode payload = event.putObject("payload");
      payload.put("summary", notice.summary());
      payload.put("source", notice.system());
      payload.put("severity", notice.urgent() ? "critical" : "warning");
      payload.put("timestamp", notice.openedAt().toString());
      payload.put("component", notice.rootCause());
      payload.put("class", notice.faultType());
      payload.putObject("custom_details").put("details", notice.details());
      event.put("client", "Nightshift");
    }
    return HttpRequest.newBuilder(url).POST(Json.body(event));
  }
}
