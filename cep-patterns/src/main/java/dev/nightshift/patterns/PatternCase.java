package dev.nightshift.patterns;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * A history that a pattern has to find, or one that looks like it and must be left alone.
 *
 * <pre>
 * pattern: memory_leak
 * cases:
 *   - case: memory doubles and nothing restarts
 *     blames: cart             # without this line the pattern must not match
 *     events:
 *       - {at: 100, anomaly: cart, features: {memory: [2e9, 1e9]}}
 * </pre>
 *
 * @param system unlike that of every other case, so that all can be tried at once
 * @param where file and line
 * @param blames key of the entity; null if the pattern must not match
 */
public record PatternCase(
    String system,
    String where,
    String name,
    String pattern,
    String blames,
    List<SystemEvent> events) {

  /**
   * Reads a file of cases.
   *
   * @throws dev.nightshift.config.ConfigException with file, line and what was expected
   */
  public static List<PatternCase> read(String file, String yaml) {
    ConfigNode root = ConfigNode.parse(file, yaml).allow("pattern", "cases");
    String pattern = root.text("pattern");
    List<PatternCase> cases = new ArrayList<>();
    for (ConfigNode node : root.get("cases").elements()) {
      node.allow("case", "blames", "events");
      String system = pattern + "." + (cases.size() + 1);
      EventReader reader = new EventReader(system);
      cases.add(
          new PatternCase(
              system,
              file + ":" + node.line(),
              node.text("case"),
              pattern,
              node.has("blames") ? system + "/" + node.text("blames") : null,
              node.get("events").elements().stream().map(reader::read).toList()));
    }
    return cases;
  }

  /**
   * Reads recorded events: one in each line, in JSON, with the same fields; entities in full.
   *
   * @throws dev.nightshift.config.ConfigException with file, line and what was expected
   */
  public static List<SystemEvent> readRecording(String file, List<String> lines) {
    EventReader reader = new EventReader("default.default");
    List<SystemEvent> events = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        events.add(reader.read(ConfigNode.parse(file + ":" + (i + 1), lines.get(i))));
      }
    }
    return events;
  }
}
