package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is forgotten, and when, on a real database. */
@Tag("slow")
class RetentionIT {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private final ActuatorConfig config =
      Samples.config(Postgres.url(), "http://localhost:1/none", Samples.FREE + "retention: 30d\n");

  @BeforeEach
  void clear() {
    Postgres.clear();
  }

  private Retention retention(LedgerDatabase database) {
    return new Retention(database, config, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static void finished(String key, int count, String age, String columns) {
    Postgres.execute(
        ("INSERT INTO actuator.ledger (key, incident, system, action, target, undo, request,"
                + " claimed_at, finished_at, state, outcome, reported, owner, lease_until)"
                + " SELECT '%s' || i, 'i', 's', 'a', 't', false, '', ts, ts, %s"
                + " FROM generate_series(1, %d) i,"
                + " (SELECT timestamptz '%s' - interval '%s' AS ts) t")
            .formatted(key, columns, count, NOW, age));
  }

  @Test
  void onlyOldFinishedAndReportedActionsAreForgottenInBatches() throws Exception {
    try (LedgerDatabase database = LedgerDatabase.open(config.database())) {
      String done = "'DONE', 'SUCCEEDED', true, NULL, NULL";
      finished("old-", 2 * Retention.BATCH + 1, "30 days 1 second", done);
      finished("young-", 1, "29 days 23 hours", done);
      finished("untold-", 1, "99 days", "'DONE', 'SUCCEEDED', false, NULL, NULL");
      finished("waiting-", 1, "99 days", "'CLAIMED', NULL, false, NULL, NULL");
      finished("running-", 1, "99 days", "'EXECUTING', NULL, false, 'x', now()");
      Retention retention = retention(database);
      assertThat(retention.prune()).isTrue();
      assertThat(Postgres.count("key LIKE 'old-%'")).isEqualTo(Retention.BATCH + 1);
      assertThat(retention.prune()).isTrue();
      assertThat(retention.prune()).isFalse();
      assertThat(Postgres.count("key LIKE 'old-%'")).isZero();
      assertThat(Postgres.count("true")).isEqualTo(4);
    }
  }

  @Test
  void messagesAreForgottenOnceTheyAreTooOldToBeAccepted() throws Exception {
    try (LedgerDatabase database = LedgerDatabase.open(config.database())) {
      Postgres.execute(
          "INSERT INTO actuator.control_seen VALUES ('old', timestamptz '%s' - interval '601 s'),"
                  .formatted(NOW)
              + " ('young', timestamptz '%s' - interval '599 s')".formatted(NOW));
      assertThat(retention(database).prune()).isFalse();
      assertThat(Postgres.rows("control_seen WHERE id = 'young'")).isEqualTo(1);
      assertThat(Postgres.rows("control_seen")).isEqualTo(1);
    }
  }
}
