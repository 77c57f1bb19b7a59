package dev.nightshift.job.projection;

import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.job.config.KafkaSettings.Topics;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL that can be stopped and started again over the same files and port. */
final class TestDatabase implements AutoCloseable {

  private final Path directory;
  private EmbeddedPostgres server;
  private int port;

  TestDatabase(Path directory) throws IOException {
    this.directory = directory;
    start();
  }

  void start() throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false);
    server = (port == 0 ? builder : builder.setPort(port)).start();
    port = server.getPort();
  }

  void stop() throws IOException {
    server.close();
  }

  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  ProjectionSettings settings() {
    return ProjectionSettings.of(
        new KafkaSettings("unused:9092", Map.of(), Topics.defaults()), url(), "postgres", "");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rows as their columns' texts joined by a bar. */
  List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(result.getString(i));
        }
        rows.add(String.join("|", columns.stream().map(String::valueOf).toList()));
      }
    }
    return rows;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
