package dev.nightshift.actuator;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.feature.EntitySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Turns YAML into an {@link ActuatorConfig}, refusing what it does not know. */
final class ConfigReader {

  private static final int MANY = 1_000_000;
  private static final Pattern SENSITIVE =
      Pattern.compile("password|secret|jaas|credential|\\.key$");

  private final UnaryOperator<String> environment;

  ConfigReader(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  ActuatorConfig read(String file, String yaml) {
    ConfigNode root =
        ConfigNode.parse(file, yaml)
            .allow(
                "mode",
                "request-max-age",
                "lease",
                "workers",
                "shutdown-grace",
                "http-port",
                "kafka",
                "database",
                "webhook",
                "control",
                "limits",
                "targets",
                "actions");
    Optional<ActuatorConfig.Webhook> webhook = root.find("webhook").map(this::webhook);
    return new ActuatorConfig(
        root.choice("mode", Mode.class, Mode.OBSERVE),
        positive(root, "request-max-age", Duration.ofMinutes(10)),
        positive(root, "lease", Duration.ofSeconds(15)),
        (int) root.integer("workers", 8, 1, 256),
        root.duration("shutdown-grace", Duration.ofSeconds(20)),
        root.find("http-port").map(port -> (int) port.integer(0, 65535)),
        kafka(root.get("kafka")),
        database(root.get("database")),
        webhook,
        root.find("control")
            .map(control -> secrets(control.allow("keys").get("keys")))
            .orElse(Map.of()),
        limits(root),
        actions(root, webhook.isPresent()));
  }

  private ActuatorConfig.Kafka kafka(ConfigNode node) {
    node.allow("bootstrap", "group", "topics", "properties");
    ConfigNode topics = node.has("topics") ? node.get("topics") : node;
    if (node.has("topics")) {
      topics.allow("requests", "results", "control", "dead-letters");
    }
    Map<String, Secret> properties = new LinkedHashMap<>();
    node.find("properties")
        .ifPresent(
            child ->
                child.keys().forEach(key -> properties.put(key, property(child.get(key), key))));
    return new ActuatorConfig.Kafka(
        node.text("bootstrap"),
        node.text("group", "nightshift-actuator"),
        topics.text("requests", "nightshift.remediation.requests"),
        topics.text("results", "nightshift.remediation.results"),
        topics.text("control", "nightshift.control"),
        topics.text("dead-letters", "nightshift.dead-letters"),
        properties);
  }

  private Secret property(ConfigNode node, String key) {
    boolean sensitive = SENSITIVE.matcher(key.toLowerCase(Locale.ROOT)).find();
    return sensitive || Secret.isReference(node.text())
        ? Secret.resolve(node, environment)
        : Secret.of(node.text());
  }

  private ActuatorConfig.Database database(ConfigNode node) {
    node.allow("url", "user", "password");
    String url = node.text("url");
    if (!url.startsWith("jdbc:postgresql:")) {
      throw node.get("url").error("expected a JDBC address, jdbc:postgresql://host:port/database");
    }
    if (url.contains("password=")) {
      throw node.get("url").error("the password belongs in the key 'password', as a reference");
    }
    return new ActuatorConfig.Database(
        url, node.text("user"), Secret.resolve(node.get("password"), environment));
  }

  private ActuatorConfig.Webhook webhook(ConfigNode node) {
    node.allow(
        "url",
        "secret",
        "connect-timeout",
        "timeout",
        "attempts",
        "backoff",
        "max-backoff",
        "deadline",
        "deduplicates");
    return new ActuatorConfig.Webhook(
        url(node.get("url")),
        Secret.resolve(node.get("secret"), environment),
        positive(node, "connect-timeout", Duration.ofSeconds(2)),
        positive(node, "timeout", Duration.ofSeconds(10)),
        (int) node.integer("attempts", 5, 1, 100),
        positive(node, "backoff", Duration.ofMillis(200)),
        positive(node, "max-backoff", Duration.ofSeconds(10)),
        positive(node, "deadline", Duration.ofMinutes(2)),
        node.flag("deduplicates", false));
  }

  private static URI url(ConfigNode node) {
    try {
      URI url = new URI(node.text());
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw node.error("not a URL: " + e.getReason());
    }
    throw node.error("expected http(s)://host[:port]/path, without user and query");
  }

  private Map<String, Secret> secrets(ConfigNode node) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    node.keys().forEach(k -> secrets.put(k, Secret.resolve(node.get(k), environment)));
    return secrets;
  }

  private static ActuatorConfig.Limits limits(ConfigNode root) {
    if (!root.has("limits")) {
      return new ActuatorConfig.Limits(4, 2, 30, 6);
    }
    ConfigNode node =
        root.get("limits")
            .allow(
                "max-concurrent",
                "max-concurrent-per-system",
                "max-per-hour",
                "max-per-target-and-hour");
    return new ActuatorConfig.Limits(
        (int) node.integer("max-concurrent", 4, 0, MANY),
        (int) node.integer("max-concurrent-per-system", 2, 0, MANY),
        (int) node.integer("max-per-hour", 30, 0, MANY),
        (int) node.integer("max-per-target-and-hour", 6, 0, MANY));
  }

  private static Map<String, ActionRule> actions(ConfigNode root, boolean hasWebhook) {
    List<EntitySelector> everywhere =
        root.list("targets").stream().map(ConfigReader::selector).toList();
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
          child.list("targets").stream().map(ConfigReader::selector).toList();
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
              (int) child.integer("max-per-target-and-hour", 3, 0, MANY),
              (int) child.integer("max-concurrent", 2, 0, MANY),
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

  private static Duration positive(ConfigNode node, String key, Duration otherwise) {
    Duration value = node.duration(key, otherwise);
    if (value.isZero()) {
      throw node.get(key).error("expected a duration above zero");
    }
    return value;
  }
}
