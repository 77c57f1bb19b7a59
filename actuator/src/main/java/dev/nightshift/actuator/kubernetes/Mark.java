package dev.nightshift.actuator.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.actuator.action.Order;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/**
 * What the last action did to an object, kept in an annotation of that object and written by the
 * very patch that acts. So a key that was carried out is recognised, and an undo knows where to go
 * back to, with no record that could get lost between the two.
 *
 * @param was the value before
 * @param now the value that was set
 */
record Mark(String key, String incident, String operation, String was, String now) {

  static final String ANNOTATION = "nightshift.dev/last-action";

  private static final ObjectMapper JSON = new ObjectMapper();

  static Mark of(Order order, String operation, String was, String now) {
    return new Mark(order.key(), order.incident(), operation, was, now);
  }

  /** The mark of an object; empty if it has none, or one that is not ours. */
  static Optional<Mark> on(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(text, Mark.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of text can always be written", e);
    }
  }
}
