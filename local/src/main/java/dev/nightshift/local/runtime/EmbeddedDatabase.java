package dev.nightshift.local.runtime;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A PostgreSQL server as a child of this process, on the loopback interface, with a database
 * {@value #NAME}.
 *
 * <p>Its data stay in the directory and a later start finds them again. The child ends with this
 * process; if this process is killed hard, the next start on the directory ends the child that was
 * left behind. Two living processes never share a directory: the second is refused. It runs as root
 * too (the server is then started in a user namespace of its own).
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** The database that the JDBC address names. */
  public static final String NAME = "nightshift";

  private static final String USER = "postgres";

  private final EmbeddedPostgres postgres;
  private final Path owner;

  private EmbeddedDatabase(EmbeddedPostgres postgres, Path owner) {
    this.postgres = postgres;
    this.owner = owner;
  }

  /**
   * Starts a server and returns once it takes connections.
   *
   * @param directory where its data lie; made if missing
   * @param port where clients find it on localhost, or 0 for any free port
   * @throws IOException if the server does not start, or another living process uses the directory
   */
  public static EmbeddedDatabase start(Path directory, int port) throws IOException, SQLException {
    Path home = Files.createDirectories(directory).toAbsolutePath();
    Path data = home.resolve("data");
    Path owner = home.resolve("owner.pid");
    new LeftoverServer(data, owner).clear();
    OwnerFile.claim(owner);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(data)
            .setOverrideWorkingDirectory(home.resolve("binaries").toFile())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(true)
            .setPGStartupWait(Duration.ofMinutes(2))
            .setOutputRedirector(
                ProcessBuilder.Redirect.appendTo(home.resolve("postgres.log").toFile()))
            .setErrorRedirector(
                ProcessBuilder.Redirect.appendTo(home.resolve("postgres.log").toFile()))
            .start();
    EmbeddedDatabase database = new EmbeddedDatabase(postgres, owner);
    try {
      database.createDatabase();
      return database;
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * The address of the database {@value #NAME}, with its user; on the loopback interface no
   * password is asked.
   */
  public String jdbcUrl() {
    return postgres.getJdbcUrl(USER, NAME);
  }

  /** The port on localhost. */
  public int port() {
    return postgres.getPort();
  }

  /** The user that owns the database. */
  public String user() {
    return USER;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    Files.deleteIfExists(owner);
  }

  private void createDatabase() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.getJdbcUrl(USER, "postgres"));
        Statement statement = connection.createStatement()) {
      boolean exists;
      try (ResultSet rows =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
        exists = rows.next();
      }
      if (!exists) {
        statement.execute("CREATE DATABASE " + NAME);
      }
    }
  }
}
