package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** The plan that a person sees, condensed: an approval holds for this plan alone. */
final class ShownPlan {

  private ShownPlan() {}

  /**
   * SHA-256 in lower-case hexadecimal over incident, root cause, fault type, and the last action's
   * key, name, target, parameters and policy: what the job compares an approval with.
   */
  static String hash(IncidentView incident) {
    JsonNode action = incident.actions().get(incident.actions().size() - 1);
    TreeMap<String, String> parameters = new TreeMap<>();
    action
        .path("parameters")
        .properties()
        .forEach(e -> parameters.put(e.getKey(), e.getValue().asText()));
    String text =
        String.join(
            "\n",
            incident.id(),
            incident.rootCause(),
            incident.faultType(),
            action.path("key").asText(),
            action.path("action").asText(),
            action.path("target").asText(),
            parameters.toString(),
            action.path("policy").asText());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
