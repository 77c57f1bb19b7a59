package dev.nightshift.actuator.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.Reading;
import java.io.IOException;
import java.util.TreeMap;

/** The webhook's JSON: CloudEvents 1.0 in structured mode out, a status object back. */
final class WebhookBody {

  private static final ObjectMapper JSON = new ObjectMapper();

  private WebhookBody() {}

  /** The event for an order. The same order gives the same bytes: its time is the decision's. */
  static String event(Order order) {
    ObjectNode event = JSON.createObjectNode();
    event.put("specversion", "1.0");
    event.put("id", order.key());
    event.put("source", "/nightshift/actuator");
    event.put("type", "dev.nightshift.action.requested");
    event.put("subject", order.target().key());
    event.put("time", order.decidedAt().toString());
    event.put("datacontenttype", "application/json");
    ObjectNode data = event.putObject("data");
    data.put("action", order.action());
    data.put("target", order.target().key());
    ObjectNode parameters = data.putObject("parameters");
    new TreeMap<>(order.parameters()).forEach(parameters::put);
    data.put("incident", order.incident());
    data.put("faultType", order.faultType());
    data.put("undo", order.undo());
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of text can always be written", e);
    }
  }

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
