package dev.nightshift.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a container's log line inside the container runtime's JSON. */
final class NezhaLogs {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SEVERITY =
      Pattern.compile("\\b(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\b");
  private static final int HEAD = 60;

  private NezhaLogs() {}

  /** What the program wrote; the whole field where it is not the runtime's JSON. */
  static String body(String field) {
    if (!field.startsWith("{")) {
      return field.trim();
    }
    try {
      JsonNode log = JSON.readTree(field).get("log");
      return log == null ? field.trim() : log.asText().trim();
    } catch (JsonProcessingException e) {
      return field.trim(); // a program may well write a brace first
    }
  }

  /** The first level named at the head of a line; empty if none is. */
  static String severity(String body) {
    Matcher level = SEVERITY.matcher(body.substring(0, Math.min(HEAD, body.length())));
    return level.find() ? level.group(1) : "";
  }
}
