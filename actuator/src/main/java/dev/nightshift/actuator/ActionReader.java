package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.actuator.webhook.WebhookProvider;
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
  static Map<String, ActionRule> read(ConfigNode root, Map<String, ProviderSettings> providers) {
    List<EntitySelector> everywhere =
        root.list("targets").stream().map(ActionReader::selector).toList();
    ConfigNode node = root.get("actions");
    Map<String, ActionRule> rules = new LinkedHashMap<>();
    for (String name : node.keys()) {
      rules.put(name, rule(name, node.get(name), everywhere, providers));
    }
    return rules;
  }

  private static ActionRule rule(
      String name,
      ConfigNode node,
      List<EntitySelector> everywhere,
      Map<String, ProviderSettings> providers) {
    node.allow(
        "provider",
        "operation",
        "parameters",
        "dry-run",
        "targets",
        "idempotent",
        "cool-down",
        "max-per-target-and-hour",
        "max-concurrent",
        "min-confidence",
        "risk",
        "approval-above");
    String provider = node.text("provider", WebhookProvider.NAME);
    ActionSpec spec = spec(node, provider, node.text("operation", name), providers);
    Map<String, String> parameters = node.textMap("parameters");
    spec.parameters()
        .problem(parameters, false)
        .ifPresent(
            problem -> {
              throw node.get("parameters").error(problem);
            });
    List<EntitySelector> own = node.list("targets").stream().map(ActionReader::selector).toList();
    List<EntitySelector> targets = node.has("targets") ? own : everywhere;
    if (targets.isEmpty()) {
      throw node.error("no target is allowed: give 'targets' here or at the top");
    }
    Risk risk = node.choice("risk", Risk.class, spec.risk());
    if (risk.compareTo(spec.risk()) < 0) {
      throw node.get("risk").error("the operation declares " + spec.risk() + "; expected no less");
    }
    return new ActionRule(
        name,
        provider,
        spec,
        parameters,
        node.flag("dry-run", false),
        targets,
        node.flag("idempotent", false),
        node.duration("cool-down", Duration.ofMinutes(5)),
        (int) node.integer("max-per-target-and-hour", 3, 0, ConfigReader.MANY),
        (int) node.integer("max-concurrent", 2, 0, ConfigReader.MANY),
        node.number("min-confidence", 0.5, 0, 1),
        risk,
        node.choice("approval-above", Risk.class, Risk.MEDIUM));
  }

  private static ActionSpec spec(
      ConfigNode node, String provider, String operation, Map<String, ProviderSettings> providers) {
    ProviderSettings settings = providers.get(provider);
    if (settings == null) {
      boolean known = List.of(Providers.names()).contains(provider);
      throw node.error(
          known
              ? "the provider '" + provider + "' needs the section '" + provider + "'"
              : "there is no provider '"
                  + provider
                  + "'; expected one of "
                  + String.join(", ", Providers.names()));
    }
    return settings
        .spec(operation)
        .orElseThrow(
            () ->
                node.error(
                    "the provider '"
                        + provider
                        + "' has no operation '"
                        + operation
                        + "'; expected one of "
                        + String.join(", ", settings.operations())));
  }

  private static EntitySelector selector(ConfigNode node) {
    node.allow("system", "service", "instance");
    return new EntitySelector(
        node.text("system"), node.text("service", "*"), node.text("instance", "*"));
  }
}
