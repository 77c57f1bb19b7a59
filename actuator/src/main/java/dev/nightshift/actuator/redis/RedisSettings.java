package dev.nightshift.actuator.redis;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.ListedActions;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.action.SpecifiedProvider;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A cache in Redis or what speaks its protocol.
 *
 * @param user of an access list; empty for the default one
 * @param patterns glob patterns of the keys that may be cleared, each whole
 * @param timeout of connecting and of each command
 * @param deadline for one action
 */
public record RedisSettings(
    String host,
    int port,
    int database,
    boolean tls,
    Optional<String> user,
    Optional<Secret> password,
    List<String> patterns,
    Duration timeout,
    Duration deadline)
    implements SpecifiedProvider {

  /** The name of the provider and of its section. */
  public static final String NAME = "redis";

  public RedisSettings {
    patterns = List.copyOf(patterns);
  }

  /** Reads the section {@code redis}. */
  public static RedisSettings read(ConfigNode node, UnaryOperator<String> environment) {
    node.allow(
        "host", "port", "database", "tls", "user", "password", "patterns", "timeout", "deadline");
    return new RedisSettings(
        node.text("host"),
        (int) node.integer("port", 6379, 1, 65535),
        (int) node.integer("database", 0, 0, 1_000_000),
        node.flag("tls", false),
        node.find("user").map(ConfigNode::text),
        node.find("password").map(place -> Secret.resolve(place, environment)),
        node.texts("patterns"),
        HttpSettings.positive(node, "timeout", Duration.ofSeconds(2)),
        HttpSettings.positive(node, "deadline", Duration.ofMinutes(1)));
  }

  @Override
  public List<ActionSpec> specs() {
    return List.of(
        ActionSpec.of(
            "clear_cache",
            "delete the keys of a pattern, few at a time",
            Risk.LOW,
            Idempotency.NATURAL,
            false,
            Parameter.listed("pattern", patterns)));
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    return new ListedActions(NAME, List.of(new ClearCache(specs().get(0), this, context.clock())));
  }
}
