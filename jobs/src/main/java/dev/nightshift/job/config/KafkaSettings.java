package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The broker, and the names of our own topics.
 *
 * @param properties further client properties (TLS, SASL), given to every consumer and producer
 */
public record KafkaSettings(
    String bootstrapServers, Map<String, String> properties, Topics topics) {

  /** Our own topics; all have default names. */
  public record Topics(
      String anomalies,
      String incidents,
      String requests,
      String results,
      String control,
      String deadLetters,
      String models,
      String automation,
      String feedback,
      String notifications,
      String policies,
      String modelReports) {

    /** What stands before the default names. */
    public static final String DEFAULT_PREFIX = "nightshift.";

    public static Topics defaults() {
      return withPrefix(DEFAULT_PREFIX);
    }

    /** The default names behind another prefix: several installations share one Kafka. */
    public static Topics withPrefix(String prefix) {
      return new Topics(
          prefix + "anomalies",
          prefix + "incidents",
          prefix + "remediation.requests",
          prefix + "remediation.results",
          prefix + "control",
          prefix + "dead-letters",
          prefix + "models",
          prefix + "automation",
          prefix + "feedback",
          prefix + "notifications",
          prefix + "policies",
          prefix + "model-reports");
    }
  }

  static KafkaSettings read(ConfigNode node) {
    node.allow("bootstrap_servers", "properties", "topics");
    Topics defaults = Topics.defaults();
    ConfigNode topics = node.has("topics") ? node.get("topics") : JobFile.empty(node, "topics");
    topics.allow(
        "anomalies",
        "incidents",
        "requests",
        "results",
        "control",
        "dead_letters",
        "models",
        "automation",
        "feedback",
        "notifications",
        "policies",
        "model_reports");
    return new KafkaSettings(
        node.text("bootstrap_servers"),
        new HashMap<>(node.textMap("properties")),
        new Topics(
            topics.text("anomalies", defaults.anomalies()),
            topics.text("incidents", defaults.incidents()),
            topics.text("requests", defaults.requests()),
            topics.text("results", defaults.results()),
            topics.text("control", defaults.control()),
            topics.text("dead_letters", defaults.deadLetters()),
            topics.text("models", defaults.models()),
            topics.text("automation", defaults.automation()),
            topics.text("feedback", defaults.feedback()),
            topics.text("notifications", defaults.notifications()),
            topics.text("policies", defaults.policies()),
            topics.text("model_reports", defaults.modelReports())));
  }

  /** The same topics at another broker: what local mode needs. */
  public KafkaSettings at(String otherBootstrapServers) {
    return new KafkaSettings(otherBootstrapServers, properties, topics);
  }

  /** The further properties in the form that Kafka's clients take. */
  public Properties clientProperties() {
    Properties all = new Properties();
    all.putAll(properties);
    return all;
  }
}
