package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

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

    /** Each of them. */
    public List<String> all() {
      return List.of(
          anomalies,
          incidents,
          requests,
          results,
          control,
          deadLetters,
          models,
          automation,
          feedback,
          notifications,
          policies,
          modelReports);
    }

    /** What stands before the default names; empty if they are not all the default ones. */
    public Optional<String> prefix() {
      String prefix =
          anomalies.endsWith("anomalies")
              ? anomalies.substring(0, anomalies.length() - "anomalies".length())
              : "";
      return equals(withPrefix(prefix)) ? Optional.of(prefix) : Optional.empty();
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

  /**
   * The further properties in the form that Kafka's clients take. Values may refer to secrets,
   * {@code ${env:NAME}} and {@code ${file:/path:key}}: the clients resolve them where they run, so
   * that no secret travels in a job graph.
   */
  public Properties clientProperties() {
    return clientProperties(properties);
  }

  /** As {@link #clientProperties()}, of properties from elsewhere. */
  public static Properties clientProperties(Map<String, String> properties) {
    Properties all = new Properties();
    all.putAll(properties);
    boolean refers =
        properties.values().stream().anyMatch(v -> v.contains("${env:") || v.contains("${file:"));
    if (refers && !properties.containsKey("config.providers")) {
      all.put("config.providers", "env,file");
      all.put("config.providers.env.class", EnvVarConfigProvider.class.getName());
      all.put("config.providers.file.class", FileConfigProvider.class.getName());
    }
    return all;
  }

  /**
   * Reads further properties from a file.
   *
   * @throws IOException if it cannot be read
   */
  public static Map<String, String> readProperties(Path file) throws IOException {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    }
    Map<String, String> properties = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    return properties;
  }
}
