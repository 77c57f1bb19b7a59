package dev.nightshift.job.projection;

import java.util.Map;
import java.util.Objects;

/**
 * What the projection needs to know.
 *
 * @param bootstrapServers Kafka's {@code host:port,...}
 * @param kafkaProperties further properties of the consumers and the producer, for example TLS
 * @param topicPrefix what stands before {@code anomalies}, {@code incidents} and so on; by default
 *     {@code nightshift.}
 * @param groupId consumer group whose committed offsets mark the place
 * @param jdbcUrl a PostgreSQL URL
 * @param fromBeginning read all topics again, whatever was committed
 * @param parallelism of every operator; 1 is enough for thousands of incidents an hour
 */
public record ProjectionSettings(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    String topicPrefix,
    String groupId,
    String jdbcUrl,
    String user,
    String password,
    boolean fromBeginning,
    int parallelism) {

  public static final String DEFAULT_PREFIX = "nightshift.";
  public static final String DEFAULT_GROUP = "nightshift-projection";

  public ProjectionSettings {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(jdbcUrl, "jdbcUrl");
    Objects.requireNonNull(user, "user");
    kafkaProperties = Map.copyOf(kafkaProperties);
    password = password == null ? "" : password;
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the incident database is PostgreSQL: expected jdbc:postgresql://host:port/database, not '"
              + jdbcUrl
              + "'");
    }
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism has to be 1 or more, not " + parallelism);
    }
  }

  /** The defaults for all that has one. */
  public static ProjectionSettings of(
      String bootstrapServers, String jdbcUrl, String user, String password) {
    return new ProjectionSettings(
        bootstrapServers,
        Map.of(),
        DEFAULT_PREFIX,
        DEFAULT_GROUP,
        jdbcUrl,
        user,
        password,
        false,
        1);
  }

  /** Without the password, and without Kafka's properties, which may hold secrets. */
  @Override
  public String toString() {
    return "ProjectionSettings[bootstrapServers=%s, topicPrefix=%s, groupId=%s, jdbcUrl=%s, user=%s, fromBeginning=%s, parallelism=%d]"
        .formatted(
            bootstrapServers, topicPrefix, groupId, jdbcUrl, user, fromBeginning, parallelism);
  }
}
