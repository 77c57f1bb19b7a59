package dev.nightshift.actuator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change of one object as a JSON Patch (RFC 6902) that only fits the object as it was read.
 *
 * @param sentence what it does, without a subject
 * @param was the value before, for the undo
 * @param now the value after
 */
record Change(String sentence, String was, String now, ArrayNode operations) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Change of(String sentence, String was, String now) {
    return new Change(sentence, was, now, JSON.createArrayNode());
  }

  /** Sets a member, whether it is there or not; its parent has to be there. */
  Change set(String path, Object value) {
    operations.addObject().put("op", "add").put("path", path).set("value", tree(value));
    return this;
  }

  Change remove(String path) {
    operations.addObject().put("op", "remove").put("path", path);
    return this;
  }

  /** The patch with the mark. The server answers 409 if the object has changed since. */
  String patch(HasMetadata read, Mark mark) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (read.getMetadata().getAnnotations() != null) {
      annotations.putAll(read.getMetadata().getAnnotations());
    }
    annotations.put(Mark.ANNOTATION, mark.text());
    ArrayNode all = JSON.createArrayNode();
    all.addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", read.getMetadata().getResourceVersion());
    all.addObject()
        .put("op", "add")
        .put("path", "/metadata/annotations")
        .set("value", tree(annotations));
    all.addAll(operations);
    return all.toString();
  }

  /** A member's name as part of a path (RFC 6901). */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }
}
