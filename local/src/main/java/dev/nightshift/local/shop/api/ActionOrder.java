package dev.nightshift.local.shop.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a request asks for: the part of its CloudEvent that the infrastructure needs.
 *
 * @param key idempotency key
 * @param target entity key, {@code demo.shop/orders}
 */
record ActionOrder(String key, String action, String target, boolean undo) {

  /**
   * Reads a structured CloudEvent.
   *
   * @throws IllegalArgumentException if a part is missing; the message says which
   */
  static ActionOrder of(JsonNode event, String key) {
    if (!event.path("specversion").asText().equals("1.0")) {
      throw new IllegalArgumentException("specversion must be 1.0");
    }
    if (key == null || key.isBlank() || !key.equals(event.path("id").asText())) {
      throw new IllegalArgumentException("Idempotency-Key and the event's id must be the same");
    }
    JsonNode data = event.path("data");
    return new ActionOrder(
        key, text(data, "action"), text(data, "target"), data.path("undo").asBoolean(false));
  }

  private static String text(JsonNode data, String field) {
    JsonNode value = data.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new IllegalArgumentException("data." + field + " is missing");
    }
    return value.asText();
  }
}
