package dev.nightshift.actuator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The webhook's JSON: CloudEvents 1.0 in structured mode out, a status object back. */
final class WebhookBody {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_DETAIL = 500;

  private WebhookBody() {}

  /** The event for a request. The same request gives the same bytes: its time is the decision's. */
  static String event(ActionRequest request) {
    ObjectNode event = JSON.createObjectNode();
    event.put("specversion", "1.0");
    event.put("id", request.getKey());
    event.put("source", "/nightshift/actuator");
    event.put("type", "dev.nightshift.action.requested");
    event.put("subject", request.getTarget());
    event.put("time", Instant.ofEpochMilli(request.getDecidedAt()).toString());
    event.put("datacontenttype", "application/json");
    ObjectNode data = event.putObject("data");
    data.put("action", request.getAction());
    data.put("target", request.getTarget());
    ObjectNode parameters = data.putObject("parameters");
    request.getParameters().forEach(parameters::put);
    data.put("incident", request.getIncident());
    data.put("faultType", request.getFaultType());
    data.put("undo", request.getUndo());
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of text can always be written", e);
    }
  }

  /** The recorded answer in a body; empty if it is none, or the action still runs. */
  static Optional<ProviderAnswer> answer(byte[] body, int attempts) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (IOException e) {
      return Optional.empty();
    }
    Outcome outcome =
        switch (json.path("status").asText()) {
          case "succeeded" -> Outcome.SUCCEEDED;
          case "failed" -> Outcome.FAILED;
          default -> null;
        };
    if (outcome == null) {
      return Optional.empty();
    }
    String detail = clip(json.path("detail").asText(""));
    boolean replayed = json.path("replayed").asBoolean(false);
    return Optional.of(
        new ProviderAnswer(outcome, replayed ? detail + " (already done)" : detail, attempts));
  }

  private static String clip(String text) {
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "...";
  }
}
