package dev.nightshift.job.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.job.audit.AuditLog;
import dev.nightshift.job.audit.AuditLog.Chain;
import dev.nightshift.job.audit.AuditLog.Verdict;
import dev.nightshift.job.audit.AuditRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log in a real PostgreSQL, and those who tamper with it. */
@Tag("slow")
class AuditIT {

  @TempDir static Path directory;
  private static TestDatabase database;
  private final AuditAppend append = new AuditAppend();

  @BeforeAll
  static void start() throws Exception {
    database = new TestDatabase(directory.resolve("pg"));
    DatabaseMigration.migrate(database.url(), "postgres", "", 0);
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @BeforeEach
  void fill() throws Exception {
    tamper("truncate audit");
    write(rows(0, 3));
    write(rows(2, 6)); // what comes again changes nothing
  }

  @Test
  void anUntouchedLogStands() throws Exception {
    Verdict verdict = verify();
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.chains()).extracting(Chain::name).containsExactly("control-0", "control-1");
    assertThat(verdict.rows()).isEqualTo(12);
  }

  @Test
  void theDatabaseRefusesChanges() {
    for (String change :
        List.of("update audit set record = 'x'", "delete from audit", "truncate audit")) {
      assertThatThrownBy(() -> database.execute(change))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void aChangedRowIsFound() throws Exception {
    for (String change :
        List.of(
            "update audit set record = 'approved by ada' where kafka_partition = 1 and position = 20",
            "update audit set payload = 'x' where kafka_partition = 1 and position = 20",
            "update audit set at = at + interval '1 s' where kafka_partition = 1 and position = 20")) {
      fill();
      tamper(change);
      assertThat(verify().breaks())
          .as(change)
          .containsExactly("control-1: the row at position 20 was changed");
    }
  }

  @Test
  void aMissingRowIsFound() throws Exception {
    tamper("delete from audit where kafka_partition = 0 and position = 20");
    assertThat(verify().breaks())
        .containsExactly("control-0: before position 30 a row is missing or was put in");
  }

  @Test
  void theBeginningIsMissed() throws Exception {
    tamper("delete from audit where kafka_partition = 0 and position = 0");
    assertThat(verify().breaks())
        .containsExactly("control-0: before position 10 a row is missing or was put in");
  }

  @Test
  void aCutEndShowsInTheEndThatWasNoted() throws Exception {
    String noted = verify().chains().get(0).end();
    tamper("delete from audit where kafka_partition = 0 and position = 50");
    Verdict verdict = verify();
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.chains().get(0).end()).isNotEqualTo(noted);
    write(rows(5, 6));
    assertThat(verify().chains().get(0).end()).isEqualTo(noted);
  }

  private static List<AuditRow> rows(int from, int to) {
    List<AuditRow> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      for (int partition = 0; partition < 2; partition++) {
        String words = "word " + i + " of partition " + partition;
        rows.add(
            new AuditRow(
                "control",
                partition,
                10L * i,
                1_700_000_000_123L + i,
                words,
                words.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return rows;
  }

  private void write(List<AuditRow> rows) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      append.write(connection, rows);
      connection.commit();
    }
  }

  private static Verdict verify() throws SQLException {
    try (Connection connection = connect()) {
      return AuditLog.verify(connection, (row, previous, hash) -> {});
    }
  }

  /** As somebody would who owns the database. */
  private static void tamper(String sql) throws Exception {
    database.execute("alter table audit disable trigger audit_append_only");
    database.execute(sql);
    database.execute("alter table audit enable trigger audit_append_only");
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), "postgres", "");
  }
}
