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
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads policy files. {@code jobs/policies/default.yaml} shows every key with its meaning. */
public final class PolicyFile {

  /** Policies have some hundred lines; what is larger is something else. */
  public static final int MAX_BYTES = 1 << 20;

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
   * @throws ConfigException naming file and line of everything that is wrong
   */
  public static PolicySet parse(String file, String yaml) {
    return ConfigNode.readAll(file, yaml, root -> read(root, sha256(yaml)));
  }

  private static PolicySet read(ConfigNode root, String hash) {
    root.allow(
        "version",
        "defaults",
        "limits",
        "systems",
        "escalation",
        "maintenance",
        "actions",
        "plans",
        "rules");
    Defaults defaults =
        root.has("defaults")
            ? root.require("defaults", Defaults.NONE, Defaults::read)
            : Defaults.NONE;
    SafetyLimits limits = limits(root, SafetyLimits.DEFAULT);
    EscalationChain escalation = escalation(root, EscalationChain.NONE);
    Map<String, ActionSpec> actions = root.require("actions", Map.of(), PolicyFile::actions);
    Map<String, Plan> plans = PlanReader.read(root, actions);
    return new PolicySet(
        root.require("version", "", ConfigNode::text),
        hash,
        defaults.mode(),
        limits,
        defaults.verification(),
        defaults.zone(),
        systems(root, defaults.mode(), node -> mode(node, defaults.mode())),
        systems(root, limits, node -> limits(node, limits)),
        actions,
        plans,
        escalation,
        systems(root, escalation, node -> escalation(node, escalation)),
        maintenance(root, defaults.zone()),
        rules(root, plans.keySet(), defaults.verification()));
  }

  /** What holds where systems and rules say nothing. */
  private record Defaults(Mode mode, Verification verification, ZoneId zone) {

    static final Defaults NONE = new Defaults(Mode.OBSERVE, Verification.DEFAULT, ZoneId.of("UTC"));

    static Defaults read(ConfigNode node) {
      node.allow("mode", "verification", "timezone");
      return new Defaults(
          PolicyFile.mode(node, NONE.mode),
          PolicyFile.verification(node, NONE.verification),
          PolicyFile.zone(node, NONE.zone));
    }
  }

  /** One thing that each system of the file says. */
  private static <T> Map<String, T> systems(
      ConfigNode root, T otherwise, Function<ConfigNode, T> reader) {
    Map<String, T> values = new LinkedHashMap<>();
    if (root.has("systems")) {
      ConfigNode systems = root.get("systems");
      for (String name : systems.<Collection<String>>attempt(List.of(), ConfigNode::keys)) {
        values.put(
            name,
            systems.require(
                name, otherwise, node -> reader.apply(node.allow("mode", "limits", "escalation"))));
      }
    }
    return values;
  }

  private static Mode mode(ConfigNode parent, Mode base) {
    return parent.choice("mode", Mode.class, base);
  }

  private static List<MaintenanceWindow> maintenance(ConfigNode root, ZoneId zone) {
    List<MaintenanceWindow> windows = new ArrayList<>();
    for (ConfigNode window : root.list("maintenance")) {
      window
          .attempt(
              Optional.<MaintenanceWindow>empty(),
              node -> Optional.of(MaintenanceWindow.read(node, zone)))
          .ifPresent(windows::add);
    }
    return windows;
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
    return parent.has("escalation")
        ? parent.require("escalation", base, EscalationChain::read)
        : base;
  }

  private static SafetyLimits limits(ConfigNode parent, SafetyLimits base) {
    return parent.has("limits")
        ? parent.require("limits", base, node -> SafetyLimits.read(node, base))
        : base;
  }

  private static Verification verification(ConfigNode parent, Verification base) {
    return parent.has("verification")
        ? parent.require("verification", base, node -> Verification.read(node, base))
        : base;
  }

  /** The time zone that a place names under {@code timezone}. */
  static ZoneId zone(ConfigNode parent, ZoneId base) {
    return parent.has("timezone") ? parent.require("timezone", base, PolicyFile::zone) : base;
  }

  private static ZoneId zone(ConfigNode node) {
    try {
      return ZoneId.of(node.text());
    } catch (DateTimeException e) {
      throw node.error("expected a time zone such as Europe/Berlin, found '" + node.text() + "'");
    }
  }

  /** Every action that the catalogue names, right or wrong: rules that name it are not wrong. */
  private static Map<String, ActionSpec> actions(ConfigNode catalogue) {
    Map<String, ActionSpec> actions = new LinkedHashMap<>();
    for (String name : catalogue.keys()) {
      actions.put(
          name,
          catalogue.require(name, ActionSpec.unknown(name), node -> action(name, node, catalogue)));
    }
    return actions;
  }

  private static ActionSpec action(String name, ConfigNode node, ConfigNode catalogue) {
    node.allow("risk", "idempotent", "undo", "parameters");
    String undoneBy =
        switch (node.text("undo", "false")) {
          case "false" -> "";
          case "true" -> name;
          default ->
              node.require("undo", "", action -> known(action, Set.copyOf(catalogue.keys())));
        };
    return new ActionSpec(
        name,
        node.require("risk", Risk.CRITICAL, risk -> risk.choice(Risk.class)),
        node.require("idempotent", false, ConfigNode::flag),
        undoneBy,
        node.textMap("parameters"));
  }

  private static List<PolicyRule> rules(
      ConfigNode root, Set<String> actions, Verification verification) {
    List<PolicyRule> rules = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (ConfigNode node : root.list("rules")) {
      node.attempt(
              Optional.<PolicyRule>empty(),
              rule -> Optional.of(rule(rule, actions, names, verification)))
          .ifPresent(rules::add);
    }
    return rules;
  }

  private static PolicyRule rule(
      ConfigNode node, Set<String> actions, Set<String> names, Verification verification) {
    node.allow(
        "name",
        "when",
        "selector",
        "fault_types",
        "actions",
        "mode",
        "min_confidence",
        "verification");
    return new PolicyRule(
        node.require("name", "", name -> unique(name, names)),
        selector(node),
        node.texts("fault_types"),
        node.has("when") ? node.require("when", null, PolicyVariables::condition) : null,
        node.require("actions", List.of(), list -> allowed(list, actions)),
        node.choice("mode", Mode.class, null),
        node.number("min_confidence", 0, 0, 1),
        node.has("verification") ? verification(node, verification) : null);
  }

  private static String unique(ConfigNode name, Set<String> names) {
    if (!names.add(name.text())) {
      throw name.error("another rule has the name '" + name.text() + "'");
    }
    return name.text();
  }

  private static List<String> allowed(ConfigNode list, Set<String> actions) {
    List<String> allowed = new ArrayList<>();
    for (ConfigNode action : list.elements()) {
      allowed.add(action.attempt("", each -> known(each, actions)));
    }
    if (allowed.isEmpty()) {
      throw list.error("expected at least one action");
    }
    return allowed;
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
