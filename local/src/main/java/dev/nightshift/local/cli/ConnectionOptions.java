package dev.nightshift.local.cli;

import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.remedy.ControlKey;
import dev.nightshift.remedy.ControlSigner;
import dev.nightshift.remedy.Role;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/**
 * Where the running system is: from options, else from the environment, else from the file that a
 * local run writes. So that commands just work beside a local run, and secrets never stand on a
 * command line.
 *
 * <p>Keys of the file: {@code bootstrap.servers, kafka.properties, jdbc.url, user, password,
 * control.key.id, control.key, control.installation}.
 */
public final class ConnectionOptions {

  @Option(names = "--jdbc-url", paramLabel = "URL", description = "The incident database.")
  private String jdbcUrl;

  @Option(names = "--user", description = "The database's user.")
  private String user;

  @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Kafka.")
  private String bootstrapServers;

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description =
          "Further properties of Kafka clients, for TLS and SASL; else NIGHTSHIFT_KAFKA_PROPERTIES.")
  private Path kafkaProperties;

  @Option(
      names = "--installation",
      paramLabel = "NAME",
      description =
          "The installation that is meant, as its job file names it; else NIGHTSHIFT_INSTALLATION.")
  private String installation;

  @Option(
      names = "--connection-file",
      paramLabel = "FILE",
      defaultValue = ".nightshift/connection.properties",
      description = "Defaults for the others; a local run writes it (${DEFAULT-VALUE}).")
  private Path file;

  private Map<String, String> environment = System.getenv();

  /** With another environment than the process's own. */
  static ConnectionOptions with(Map<String, String> environment) {
    ConnectionOptions options = new ConnectionOptions();
    options.environment = environment;
    return options;
  }

  /**
   * Opens the incident database.
   *
   * @throws UserException if nothing says where it is, or it lets nobody in
   */
  public Connection database() {
    String url = find(jdbcUrl, "NIGHTSHIFT_JDBC_URL", "jdbc.url", "--jdbc-url");
    try {
      return DriverManager.getConnection(
          url,
          find(user, "NIGHTSHIFT_DB_USER", "user", "--user"),
          optional("NIGHTSHIFT_DB_PASSWORD", "password"));
    } catch (SQLException e) {
      throw new UserException("the incident database at " + url + " is away: " + e.getMessage(), e);
    }
  }

  private String bootstrapServers() {
    return find(
        bootstrapServers,
        "NIGHTSHIFT_BOOTSTRAP_SERVERS",
        "bootstrap.servers",
        "--bootstrap-servers");
  }

  /**
   * How a Kafka client reaches the broker.
   *
   * @throws UserException if nothing says where it is, or the file of its properties cannot be read
   */
  Properties kafka() {
    String named = optional("NIGHTSHIFT_KAFKA_PROPERTIES", "kafka.properties");
    Path path = kafkaProperties != null || named.isEmpty() ? kafkaProperties : Path.of(named);
    Properties client = new Properties();
    if (path != null) {
      try {
        client.putAll(KafkaSettings.clientProperties(KafkaSettings.readProperties(path)));
      } catch (IOException e) {
        throw new UserException("the Kafka properties " + path + " cannot be read", e);
      }
    }
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    return client;
  }

  /** The signer of this person's messages. */
  ControlSigner signer() {
    String secret = "control.key"; // a name, not a secret
    return new ControlSigner(
        new ControlKey(
            find(null, "NIGHTSHIFT_CONTROL_KEY_ID", "control.key.id", "NIGHTSHIFT_CONTROL_KEY_ID"),
            // What the key may order is for the job's configuration to say: signing needs no role.
            Role.VIEWER,
            find(null, "NIGHTSHIFT_CONTROL_KEY", secret, "NIGHTSHIFT_CONTROL_KEY")));
  }

  /** Name of the installation that this person's messages are for; empty if it has none. */
  String installation() {
    return installation == null
        ? optional("NIGHTSHIFT_INSTALLATION", "control.installation")
        : installation;
  }

  private String find(String given, String variable, String property, String hint) {
    String value = given == null ? optional(variable, property) : given;
    if (value.isEmpty()) {
      throw new UserException(
          "%s is not known: give %s, or start a local run here (it writes %s)"
              .formatted(property, hint, file));
    }
    return value;
  }

  private String optional(String variable, String property) {
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? properties().getProperty(property, "") : value;
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (file != null && Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return properties;
  }
}
