package dev.nightshift.actuator;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Forgets what nobody asks for any more, a bounded batch at a time: finished and reported actions
 * after the configured retention, and the ids of control messages that are too old to be accepted
 * again.
 */
final class Retention {

  /** Small enough that no other transaction notices. */
  static final int BATCH = 500;

  // Rows that another actuator is deleting are not waited for.
  private static final String OLD_ACTIONS =
      "DELETE FROM ledger WHERE key IN (SELECT key FROM ledger WHERE state = 'DONE' AND reported"
          + " AND finished_at < ? ORDER BY finished_at LIMIT ? FOR UPDATE SKIP LOCKED)";
  private static final String OLD_MESSAGES =
      "DELETE FROM control_seen WHERE id IN (SELECT id FROM control_seen WHERE seen_at < ?"
          + " ORDER BY seen_at LIMIT ? FOR UPDATE SKIP LOCKED)";
  private static final String OLD_NOTICES =
      "DELETE FROM notification WHERE (incident, channel) IN (SELECT incident, channel"
          + " FROM notification WHERE stage = 'RESOLVED' AND updated_at < ? ORDER BY updated_at"
          + " LIMIT ? FOR UPDATE SKIP LOCKED)";

  private final LedgerDatabase database;
  private final Duration retention;
  private final Duration memory;
  private final Clock clock;

  Retention(LedgerDatabase database, ActuatorConfig config, Clock clock) {
    this.database = database;
    this.retention = config.retention();
    // Dated at most one window ahead when it came, a message stays acceptable for one more.
    this.memory = config.control().window().multipliedBy(2);
    this.clock = clock;
  }

  /**
   * Deletes one batch of each.
   *
   * @return whether there may be more
   */
  boolean prune() throws SQLException {
    Instant now = clock.instant();
    boolean actions = delete(OLD_ACTIONS, now.minus(retention));
    boolean messages = delete(OLD_MESSAGES, now.minus(memory));
    boolean notices = delete(OLD_NOTICES, now.minus(retention));
    return actions || messages || notices;
  }

  private boolean delete(String sql, Instant before) throws SQLException {
    return database.transaction(db -> LedgerDatabase.update(db, sql, before, BATCH)) == BATCH;
  }
}
