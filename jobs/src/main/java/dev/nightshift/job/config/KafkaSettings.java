package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      return List.copyOf(named().values());
    }

    /** Each by its key in the job file. */
    public Map<String, String> named() {
      Map<String, String> named = new LinkedHashMap<>();
      named.put("anomalies", anomalies);
      named.put("incidents", incidents);
      named.put("requests", requests);
      named.put("results", results);
      named.put("control", control);
      named.put("dead_letters", deadLetters);
      named.put("models", models);
      named.put("automation", automation);
      named.put("feedback", feedback);
      named.put("notifications", notifications);
      named.put("policies", policies);
      named.put("model_reports", modelReports);
      return named;
    }

    /**
     * These, with other names for some.
     *
     * @param names by their keys in the job file
     * @throws IllegalArgumentException if a key is none
     */
    public Topics with(Map<String, String> names) {
      Map<String, String> all = named();
      for (Map.Entry<String, String> name : names.entrySet()) {
        if (all.put(name.getKey(), name.getValue()) == null) {
          throw new IllegalArgumentException(
              "there is no topic '"
                  + name.getKey()
                  + "'; expected one of "
                  + String.join(", ", named().keySet()));
        }
      }
      return new Topics(
          all.get("anomalies"),
          all.get("incidents"),
          all.get("requests"),
          all.get("results"),
          all.get("control"),
          all.get("dead_letters"),
          all.get("models"),
          all.get("automation"),
          all.get("feedback"),
          all.get("notifications"),
          all.get("policies"),
          all.get("model_reports"));
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
    Topics topics = Topics.defaults();
    if (node.has("topics")) {
      node.get("topics").allow(topics.named().keySet().toArray(String[]::new));
      topics = topics.with(node.textMap("topics"));
    }
    return new KafkaSettings(
        node.text("bootstrap_servers"), new HashMap<>(node.textMap("properties")), topics);
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
