package dev.nightshift.remedy;

import dev.nightshift.config.ConfigException;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.feature.EntitySelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads policy files. {@code jobs/policies/default.yaml} shows every key with its meaning. */
public final class PolicyFile {

  private PolicyFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigException naming file and line if it is wrong
   * @throws UncheckedIOException if it cannot be read
   */
  public static PolicySet load(Path path) {
    try {
      return parse(path.toString(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException("the policy file " + path + " cannot be read", e);
    }
  }

  /**
   * Reads the text of a file.
   *
   * @param file name for error messages
   * @throws ConfigException naming file and line if it is wrong
   */
  public static PolicySet parse(String file, String yaml) {
    ConfigNode root =
        ConfigNode.parse(file, yaml)
            .allow(
                "version",
                "defaults",
                "limits",
                "systems",
                "escalation",
                "maintenance",
                "actions",
                "plans",
                "rules");
    Mode mode = Mode.OBSERVE;
    Verification verification = Verification.DEFAULT;
    ZoneId zone = ZoneId.of("UTC");
    if (root.has("defaults")) {
      ConfigNode defaults = root.get("defaults").allow("mode", "verification", "timezone");
      mode = defaults.choice("mode", Mode.class, mode);
      verification = verification(defaults, verification);
      zone = defaults.find("timezone").map(PolicyFile::zone).orElse(zone);
    }
    SafetyLimits limits = limits(root, SafetyLimits.DEFAULT);
    EscalationChain escalation = escalation(root, EscalationChain.NONE);
    Map<String, EscalationChain> systemEscalations = new LinkedHashMap<>();
    Map<String, Mode> modes = new LinkedHashMap<>();
    Map<String, SafetyLimits> systemLimits = new LinkedHashMap<>();
    if (root.has("systems")) {
      ConfigNode systems = root.get("systems");
      for (String system : systems.keys()) {
        ConfigNode node = systems.get(system).allow("mode", "limits", "escalation");
        modes.put(system, node.choice("mode", Mode.class, mode));
        systemLimits.put(system, limits(node, limits));
        systemEscalations.put(system, escalation(node, escalation));
      }
    }
    Map<String, ActionSpec> actions = actions(root.get("actions"));
    Map<String, Plan> plans = PlanReader.read(root, actions);
    List<MaintenanceWindow> maintenance = new ArrayList<>();
    for (ConfigNode window : root.list("maintenance")) {
      maintenance.add(MaintenanceWindow.read(window, zone));
    }
    return new PolicySet(
        root.text("version"),
        sha256(yaml),
        mode,
        limits,
        verification,
        zone,
        modes,
        systemLimits,
        actions,
        plans,
        escalation,
        systemEscalations,
        maintenance,
        rules(root, plans.keySet(), verification));
  }

  /** SHA-256 of a file's text as UTF-8, in lower-case hexadecimal. */
  public static String sha256(String yaml) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static EscalationChain escalation(ConfigNode parent, EscalationChain base) {
    return parent.find("escalation").map(EscalationChain::read).orElse(base);
  }

  private static SafetyLimits limits(ConfigNode parent, SafetyLimits base) {
    return parent.find("limits").map(node -> SafetyLimits.read(node, base)).orElse(base);
  }

  private static Verification verification(ConfigNode parent, Verification base) {
    return parent.find("verification").map(node -> Verification.read(node, base)).orElse(base);
  }

  private static ZoneId zone(ConfigNode node) {
    try {
      return ZoneId.of(node.text());
    } catch (DateTimeException e) {
      throw node.error("expected a time zone such as Europe/Berlin, found '" + node.text() + "'");
    }
  }

  private static Map<String, ActionSpec> actions(ConfigNode catalogue) {
    Map<String, ActionSpec> actions = new LinkedHashMap<>();
    for (String name : catalogue.keys()) {
      ConfigNode node = catalogue.get(name).allow("risk", "idempotent", "undo", "parameters");
      String undo = node.text("undo", "false");
      String undoneBy =
          switch (undo) {
            case "false" -> "";
            case "true" -> name;
            default -> known(node.get("undo"), Set.copyOf(catalogue.keys()));
          };
      actions.put(
          name,
          new ActionSpec(
              name,
              node.get("risk").choice(Risk.class),
              node.get("idempotent").flag(),
              undoneBy,
              node.textMap("parameters")));
    }
    return actions;
  }

  private static List<PolicyRule> rules(
      ConfigNode root, Set<String> actions, Verification verification) {
    List<PolicyRule> rules = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (ConfigNode node : root.list("rules")) {
      node.allow(
          "name",
          "when",
          "selector",
          "fault_types",
          "actions",
          "mode",
          "min_confidence",
          "verification");
      if (!names.add(node.text("name"))) {
        throw node.get("name").error("another rule has the name '" + node.text("name") + "'");
      }
      List<String> allowed =
          node.get("actions").elements().stream().map(action -> known(action, actions)).toList();
      if (allowed.isEmpty()) {
        throw node.get("actions").error("expected at least one action");
      }
      rules.add(
          new PolicyRule(
              node.text("name"),
              selector(node),
              node.texts("fault_types"),
              node.find("when").map(PolicyVariables::condition).orElse(null),
              allowed,
              node.choice("mode", Mode.class, null),
              node.number("min_confidence", 0, 0, 1),
              node.has("verification") ? verification(node, verification) : null));
    }
    return rules;
  }

  private static EntitySelector selector(ConfigNode rule) {
    if (!rule.has("selector")) {
      return new EntitySelector("*", "*", "*");
    }
    ConfigNode node = rule.get("selector").allow("system", "service", "instance");
    return new EntitySelector(
        node.text("system", "*"), node.text("service", "*"), node.text("instance", "*"));
  }

  static String known(ConfigNode node, Set<String> actions) {
    if (!actions.contains(node.text())) {
      throw node.error(
          "unknown action '"
              + node.text()
              + "'; the catalogue has "
              + String.join(", ", new TreeSet<>(actions)));
    }
    return node.text();
  }
}
