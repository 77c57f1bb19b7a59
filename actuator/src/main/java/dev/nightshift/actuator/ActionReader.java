package dev.nightshift.actuator;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.feature.EntitySelector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the sections {@code targets} and {@code actions}. */
final class ActionReader {

  private ActionReader() {}

  /** The rules by name; at least one target each. */
  static Map<String, ActionRule> read(ConfigNode root, boolean hasWebhook) {
    List<EntitySelector> everywhere =
        root.list("targets").stream().map(ActionReader::selector).toList();
    ConfigNode node = root.get("actions");
    Map<String, ActionRule> rules = new LinkedHashMap<>();
    for (String name : node.keys()) {
      ConfigNode child =
          node.get(name)
              .allow(
                  "provider",
                  "targets",
                  "idempotent",
                  "cool-down",
                  "max-per-target-and-hour",
                  "max-concurrent",
                  "min-confidence",
                  "approval-above");
      String provider = child.text("provider", WebhookProvider.NAME);
      if (provider.equals(WebhookProvider.NAME) && !hasWebhook) {
        throw child.error("the provider 'webhook' needs the section 'webhook'");
      }
      List<EntitySelector> own =
          child.list("targets").stream().map(ActionReader::selector).toList();
      List<EntitySelector> targets = child.has("targets") ? own : everywhere;
      if (targets.isEmpty()) {
        throw child.error("no target is allowed: give 'targets' here or at the top");
      }
      rules.put(
          name,
          new ActionRule(
              name,
              provider,
              targets,
              child.flag("idempotent", false),
              child.duration("cool-down", Duration.ofMinutes(5)),
              (int) child.integer("max-per-target-and-hour", 3, 0, ConfigReader.MANY),
              (int) child.integer("max-concurrent", 2, 0, ConfigReader.MANY),
              child.number("min-confidence", 0.5, 0, 1),
              child.choice("approval-above", Risk.class, Risk.MEDIUM)));
    }
    return rules;
  }

  private static EntitySelector selector(ConfigNode node) {
    node.allow("system", "service", "instance");
    return new EntitySelector(
        node.text("system"), node.text("service", "*"), node.text("instance", "*"));
  }
}
