package dev.nightshift.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a manifest. Strict: an unknown key, a missing number or a format version other
 * than {@link ModelManifest#FORMAT} is an error. The same manifest always gives the same text.
 */
public final class ManifestJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final String OWN_RULERS = "ownRulers";

  private ManifestJson() {}

  public static String write(ModelManifest manifest) {
    try {
      return MAPPER.writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest can always be written", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static ModelManifest read(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      // First: with another version nothing below would be a fair complaint.
      int format = tree.path("formatVersion").asInt(-1);
      if (format != ModelManifest.FORMAT) {
        throw new IllegalArgumentException(
            "format version " + format + " is not the one known here, " + ModelManifest.FORMAT);
      }
      // Written only where it is true: files from before it was known are without.
      if (tree instanceof ObjectNode manifest && !manifest.has(OWN_RULERS)) {
        manifest.put(OWN_RULERS, false);
      }
      return MAPPER.treeToValue(tree, ModelManifest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a manifest: " + e.getOriginalMessage(), e);
    }
  }
}
