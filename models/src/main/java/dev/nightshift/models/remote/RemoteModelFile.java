package dev.nightshift.models.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.models.ManifestJson;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.remote.RemoteEndpoint.Protocol;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What lies in the store in place of a model that is served elsewhere: its manifest and where it
 * is.
 *
 * <pre>
 *   {"manifest": {... as in the metadata of a model ...},
 *    "endpoint": {"protocol": "vertex_ai", "url": "https://...", "timeoutMillis": 500,
 *                 "attempts": 3, "missing": 0, "fallback": "1.0.0"}}
 * </pre>
 *
 * Strict: an unknown key is an error. It never holds credentials.
 */
public record RemoteModelFile(ModelManifest manifest, RemoteEndpoint endpoint) {

  private static final Set<String> PARTS = Set.of("manifest", "endpoint");
  private static final Set<String> ENDPOINT =
      Set.of(
          "protocol", "url", "model", "region", "missing", "timeoutMillis", "attempts", "fallback");
  private static final int TIMEOUT_MILLIS = 1000;
  private static final int ATTEMPTS = 3;

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static RemoteModelFile read(byte[] content) {
    JsonNode tree;
    try {
      tree = new ObjectMapper().readTree(content);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be read", e);
    }
    allow("the file", tree, PARTS);
    if (!tree.path("manifest").isObject() || !tree.path("endpoint").isObject()) {
      throw new IllegalArgumentException("expected an object with 'manifest' and 'endpoint'");
    }
    return new RemoteModelFile(
        ManifestJson.read(tree.get("manifest").toString()), endpoint(tree.get("endpoint")));
  }

  private static RemoteEndpoint endpoint(JsonNode node) {
    allow("endpoint", node, ENDPOINT);
    return new RemoteEndpoint(
        protocol(node.path("protocol").asText()),
        node.path("url").asText(),
        node.path("model").asText(),
        node.path("region").asText(),
        (float) number(node, "missing", 0),
        (int) number(node, "timeoutMillis", TIMEOUT_MILLIS),
        (int) number(node, "attempts", ATTEMPTS),
        node.hasNonNull("fallback") ? node.get("fallback").asText() : null);
  }

  private static Protocol protocol(String text) {
    try {
      return Protocol.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String known =
          Arrays.stream(Protocol.values())
              .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "endpoint.protocol is '" + text + "'; expected one of " + known, e);
    }
  }

  private static double number(JsonNode node, String key, double standard) {
    if (!node.hasNonNull(key)) {
      return standard;
    }
    if (!node.get(key).isNumber()) {
      throw new IllegalArgumentException("endpoint." + key + " is not a number");
    }
    return node.get(key).asDouble();
  }

  private static void allow(String where, JsonNode node, Set<String> known) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%s has the unknown key '%s'; expected some of %s"
                .formatted(where, name, known.stream().sorted().toList()));
      }
    }
  }
}
