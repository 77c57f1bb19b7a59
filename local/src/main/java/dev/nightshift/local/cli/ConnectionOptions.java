package dev.nightshift.local.cli;

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
import picocli.CommandLine.Option;

/**
 * Where the running system is: from options, else from the environment, else from the file that a
 * local run writes. So that commands just work beside a local run, and secrets never stand on a
 * command line.
 *
 * <p>Keys of the file: {@code bootstrap.servers, jdbc.url, user, password, control.key.id,
 * control.key}.
 */
public final class ConnectionOptions {

  @Option(names = "--jdbc-url", paramLabel = "URL", description = "The incident database.")
  private String jdbcUrl;

  @Option(names = "--user", description = "The database's user.")
  private String user;

  @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Kafka.")
  private String bootstrapServers;

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
   * @throws MissingConnectionException if nothing says where it is
   */
  Connection database() throws SQLException {
    return DriverManager.getConnection(
        find(jdbcUrl, "NIGHTSHIFT_JDBC_URL", "jdbc.url", "--jdbc-url"),
        find(user, "NIGHTSHIFT_DB_USER", "user", "--user"),
        optional("NIGHTSHIFT_DB_PASSWORD", "password"));
  }

  String bootstrapServers() {
    return find(
        bootstrapServers,
        "NIGHTSHIFT_BOOTSTRAP_SERVERS",
        "bootstrap.servers",
        "--bootstrap-servers");
  }

  /** The signer of this person's messages. */
  MessageSigner signer() {
    String name = "control.key";
    return new HmacSigner(
        find(null, "NIGHTSHIFT_CONTROL_KEY_ID", "control.key.id", "NIGHTSHIFT_CONTROL_KEY_ID"),
        find(null, "NIGHTSHIFT_CONTROL_KEY", name, "NIGHTSHIFT_CONTROL_KEY"));
  }

  private String find(String given, String variable, String property, String hint) {
    String value = given == null ? optional(variable, property) : given;
    if (value.isEmpty()) {
      throw new MissingConnectionException(
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
