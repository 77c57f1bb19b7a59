package dev.nightshift.actuator.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.actuator.http.Reading;
import java.io.IOException;

/** The webhook's answer: a status object. */
final class WebhookBody {

  private static final ObjectMapper JSON = new ObjectMapper();

  private WebhookBody() {}

  /** What a status object says; one without a final status says that the action still runs. */
  static Reading read(byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (IOException e) {
      return Reading.unreadable();
    }
    String replayed = json.path("replayed").asBoolean(false) ? " (already done)" : "";
    String detail = json.path("detail").asText("") + replayed;
    return switch (json.path("status").asText()) {
      case "succeeded" -> Reading.succeeded(detail);
      case "failed" -> Reading.failed(detail);
      case "accepted", "executing", "running" -> Reading.running();
      default -> Reading.unreadable();
    };
  }
}
