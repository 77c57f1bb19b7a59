package dev.nightshift.actuator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Order;
import java.util.TreeMap;

/** Orders as CloudEvents 1.0 in structured mode (JSON). */
public final class CloudEvents {

  /** The media type of such a body. */
  public static final String TYPE = "application/cloudevents+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private CloudEvents() {}

  /** The event for an order. The same order gives the same bytes: its time is the decision's. */
  public static String event(Order order) {
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
}
