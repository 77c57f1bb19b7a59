package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.detect.forecast.ForecastSettings;
import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.DefaultFeatures;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.SignalType;
import dev.nightshift.feature.Transform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the {@code forecasts} of a job file: limits that somebody declared. */
final class ForecastReader {

  private enum Direction {
    RISING,
    FALLING
  }

  private static final String NAME = "[a-z][a-z0-9_]*";

  private ForecastReader() {}

  static List<ForecastRule> read(ConfigNode root) {
    List<ForecastRule> rules = new ArrayList<>();
    for (ConfigNode entry : root.list("forecasts")) {
      ForecastRule rule = rule(entry);
      if (rules.stream().anyMatch(other -> other.name().equals(rule.name()))) {
        throw entry.get("name").error("another forecast has the name '" + rule.name() + "'");
      }
      rules.add(rule);
    }
    return List.copyOf(rules);
  }

  private static ForecastRule rule(ConfigNode node) {
    node.allow("name", "feature", "limit", "direction", "horizon", "step", "entities");
    String name = node.text("name");
    if (!name.matches(NAME)) {
      throw node.get("name")
          .error(
              "expected small letters, digits and underscores, found '"
                  + name
                  + "': it becomes the fault type NAME_exhaustion");
    }
    boolean fixed = !node.get("limit").isMapping();
    return new ForecastRule(
        name,
        feature(node.get("feature"), name),
        fixed ? null : metric(node.get("limit"), name + "_limit"),
        fixed ? (float) node.get("limit").number(-1e30, 1e30) : Float.NaN,
        entities(node),
        settings(node));
  }

  private static ForecastSettings settings(ConfigNode node) {
    Duration step = node.duration("step", Duration.ofMinutes(1));
    if (step.toMillis() < 1000) {
      throw node.get("step").error("expected at least 1s, found '" + node.text("step") + "'");
    }
    Duration horizon = node.get("horizon").duration();
    if (horizon.toMillis() < 10 * step.toMillis()) {
      throw node.get("horizon")
          .error("expected at least ten steps, which are " + step.multipliedBy(10));
    }
    Direction direction = node.choice("direction", Direction.class, Direction.RISING);
    return new ForecastSettings(
        step.toMillis(),
        horizon.toMillis(),
        direction == Direction.FALLING,
        ForecastSettings.DEFAULT_HOLD);
  }

  /** A feature that every service has, by its name, or a metric. */
  private static FeatureDefinition feature(ConfigNode node, String name) {
    if (node.isMapping()) {
      return metric(node, name);
    }
    for (FeatureDefinition known : DefaultFeatures.SERVICE) {
      if (known.name().equals(node.text())) {
        // A limit is declared in the feature's own unit.
        return new FeatureDefinition(
            known.name(),
            known.signal(),
            known.metric(),
            known.attributes(),
            known.aggregation(),
            Transform.NONE);
      }
    }
    throw node.error(
        "expected a mapping (metric: NAME) or one of "
            + DefaultFeatures.SERVICE.stream()
                .map(FeatureDefinition::name)
                .collect(Collectors.joining(", "))
            + ", found '"
            + node.text()
            + "'");
  }

  private static FeatureDefinition metric(ConfigNode node, String name) {
    node.allow("metric", "aggregation", "attributes");
    return new FeatureDefinition(
        name,
        SignalType.METRIC,
        node.text("metric"),
        node.textMap("attributes"),
        node.choice("aggregation", Aggregation.class, Aggregation.MAX),
        Transform.NONE);
  }

  private static EntitySelector entities(ConfigNode node) {
    if (!node.has("entities")) {
      return new EntitySelector("*", "*", "*");
    }
    ConfigNode selector = node.get("entities").allow("system", "service");
    return new EntitySelector(selector.text("system", "*"), selector.text("service", "*"), "*");
  }
}
