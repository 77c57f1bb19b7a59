package dev.nightshift.job.projection;

import dev.nightshift.job.config.KafkaSettings;
import java.util.Objects;

/**
 * What the projection needs to know.
 *
 * @param kafka the broker and the names of the topics
 * @param groupId consumer group whose committed offsets mark the place
 * @param jdbcUrl a PostgreSQL URL
 * @param fromBeginning read all topics again, whatever was committed
 * @param parallelism of every operator; 1 is enough for thousands of incidents an hour
 */
public record ProjectionSettings(
    KafkaSettings kafka,
    String groupId,
    String jdbcUrl,
    String user,
    String password,
    boolean fromBeginning,
    int parallelism) {

  public static final String DEFAULT_GROUP = "nightshift-projection";

  public ProjectionSettings {
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(jdbcUrl, "jdbcUrl");
    Objects.requireNonNull(user, "user");
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
      KafkaSettings kafka, String jdbcUrl, String user, String password) {
    return new ProjectionSettings(kafka, DEFAULT_GROUP, jdbcUrl, user, password, false, 1);
  }

  /** Without the password, and without Kafka's properties, which may hold secrets. */
  @Override
  public String toString() {
    return "ProjectionSettings[bootstrapServers=%s, topics=%s, groupId=%s, jdbcUrl=%s, user=%s, fromBeginning=%s, parallelism=%d]"
        .formatted(
            kafka.bootstrapServers(),
            kafka.topics(),
            groupId,
            jdbcUrl,
            user,
            fromBeginning,
            parallelism);
  }
}
