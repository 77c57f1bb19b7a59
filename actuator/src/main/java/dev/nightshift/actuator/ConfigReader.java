package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.actuator.notify.NotifySettings;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.remedy.ControlKey;
import dev.nightshift.remedy.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns YAML into an {@link ActuatorConfig}, refusing what it does not know. */
final class ConfigReader {

  /** Above any useful limit. */
  static final int MANY = 1_000_000;

  private static final String[] KEYS = {
    "mode",
    "request-max-age",
    "lease",
    "workers",
    "shutdown-grace",
    "http-port",
    "retention",
    "kafka",
    "database",
    "notify",
    "control",
    "limits",
    "targets",
    "actions"
  };

  private static final Pattern SENSITIVE =
      Pattern.compile("password|secret|jaas|credential|\\.key$");

  private final UnaryOperator<String> environment;

  ConfigReader(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  ActuatorConfig read(String file, String yaml) {
    ConfigNode root =
        ConfigNode.parse(file, yaml)
            .allow(Stream.of(KEYS, Providers.names()).flatMap(Stream::of).toArray(String[]::new));
    Map<String, ProviderSettings> providers = Providers.read(root, environment);
    Duration maxAge = HttpSettings.positive(root, "request-max-age", Duration.ofMinutes(10));
    Map<String, ActionRule> actions = ActionReader.read(root, providers);
    return new ActuatorConfig(
        root.choice("mode", Mode.class, Mode.OBSERVE),
        maxAge,
        HttpSettings.positive(root, "lease", Duration.ofSeconds(15)),
        (int) root.integer("workers", 8, 1, 256),
        root.duration("shutdown-grace", Duration.ofSeconds(20)),
        root.find("http-port").map(port -> (int) port.integer(0, 65535)),
        kafka(root.get("kafka")),
        database(root.get("database")),
        providers,
        root.find("notify").map(node -> NotifySettings.read(node, environment)),
        control(root),
        retention(root, maxAge, actions.values()),
        limits(root),
        actions);
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
    return sensitive || node.text().startsWith("${")
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

  private ActuatorConfig.Control control(ConfigNode root) {
    String installation = "";
    Duration window = Duration.ofMinutes(5);
    List<ControlKey> keys = new ArrayList<>();
    if (root.has("control")) {
      ConfigNode node = root.get("control").allow("keys", "window", "installation");
      installation = node.text("installation", installation);
      window = HttpSettings.positive(node, "window", window);
      ConfigNode named = node.get("keys");
      named.keys().forEach(id -> keys.add(key(id, named.get(id))));
    }
    return new ActuatorConfig.Control(installation, window, keys);
  }

  /** {@code {secret: ${..}, role: operator}}, or the reference alone for an administrator. */
  private ControlKey key(String id, ConfigNode node) {
    boolean full = node.has("secret") || node.has("role");
    ConfigNode secret = full ? node.allow("secret", "role").get("secret") : node;
    Role role = full ? node.get("role").choice(Role.class) : Role.ADMIN;
    try {
      return new ControlKey(id, role, Secret.resolve(secret, environment).reveal());
    } catch (IllegalArgumentException e) {
      throw secret.error(e.getMessage());
    }
  }

  /**
   * A row may be forgotten only when nothing asks for it any more: its key would be refused for its
   * age, and no rate or cool-down counts it.
   */
  private static Duration retention(
      ConfigNode root, Duration maxAge, Collection<ActionRule> actions) {
    Duration retention = root.duration("retention", Duration.ofDays(90));
    Duration least =
        actions.stream().map(ActionRule::coolDown).reduce(maxAge, ConfigReader::longer);
    least = longer(least.plus(Duration.ofHours(1)), Duration.ofDays(1));
    if (retention.compareTo(least) < 0) {
      String why = "expected at least a day, and an hour more than request-max-age and cool-downs";
      throw root.find("retention").orElse(root).error(why);
    }
    return retention;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
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
}
