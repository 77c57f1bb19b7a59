package dev.nightshift.actuator;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One real database for all tests of this JVM; it ends with the JVM. */
final class Postgres {

  private static final EmbeddedPostgres SERVER = start();

  private Postgres() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String url() {
    return SERVER.getJdbcUrl("postgres", "postgres");
  }

  /** Drops all that an actuator left. */
  static void clear() {
    execute("DROP SCHEMA IF EXISTS actuator CASCADE");
  }

  static void execute(String sql) {
    try (Connection db = SERVER.getPostgresDatabase().getConnection();
        Statement statement = db.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many rows of the ledger are so. */
  static long count(String condition) {
    return rows("ledger WHERE " + condition);
  }

  /** Every row of every table that an actuator has, as text; bytes are in hexadecimal. */
  static List<String> everything() {
    List<String> rows = new ArrayList<>();
    try (Connection db = SERVER.getPostgresDatabase().getConnection();
        Statement sql = db.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          sql.executeQuery(
              "SELECT table_name FROM information_schema.tables WHERE table_schema = 'actuator'")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet found = sql.executeQuery("SELECT t::text FROM actuator." + table + " t")) {
          while (found.next()) {
            rows.add(table + " " + found.getString(1));
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  static long rows(String from) {
    try (Connection db = SERVER.getPostgresDatabase().getConnection();
        Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery("SELECT count(*) FROM actuator." + from)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
