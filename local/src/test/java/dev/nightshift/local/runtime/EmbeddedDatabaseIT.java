package dev.nightshift.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EmbeddedDatabaseIT {

  @TempDir Path directory;

  @Test
  void rowsOutliveARestartAndASecondOwnerIsRefused() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      execute(database, "CREATE TABLE nights (name text)");
      execute(database, "INSERT INTO nights VALUES ('quiet')");
      assertThatThrownBy(() -> EmbeddedDatabase.start(directory, 0))
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }
    int port = FreePorts.any();
    try (EmbeddedDatabase again = EmbeddedDatabase.start(directory, port)) {
      assertThat(again.port()).isEqualTo(port);
      assertThat(firstNight(again)).isEqualTo("quiet");
    }
  }

  @Test
  void theServerOfAKilledProcessIsEndedAndItsRowsAreKept() throws Exception {
    Process killed =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Halting.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(directory.toFile(), "halting.out"))
            .start();
    assertThat(killed.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(directory.resolve("halting.out"))).isEmpty();
    assertThat(killed.exitValue()).isEqualTo(Halting.STATUS);
    Path pidFile = directory.toAbsolutePath().resolve("data/postmaster.pid");
    ProcessHandle leftover =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0))).orElseThrow();
    assertThat(leftover.isAlive()).isTrue();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      assertThat(leftover.isAlive()).isFalse();
      assertThat(firstNight(database)).isEqualTo("loud");
    }
  }

  /** A process that leaves no time for its shutdown hooks. */
  static final class Halting {
    static final int STATUS = 42;

    private Halting() {}

    public static void main(String[] args) throws Exception {
      EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]), 0);
      execute(database, "CREATE TABLE nights (name text)");
      execute(database, "INSERT INTO nights VALUES ('loud')");
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static void execute(EmbeddedDatabase database, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String firstNight(EmbeddedDatabase database) throws Exception {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM nights")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
