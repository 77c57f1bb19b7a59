package dev.nightshift.actuator;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table {@code automation_halt}: what is stopped, for all actuators and across restarts. */
final class HaltTable {

  private HaltTable() {}

  /** Why automation is halted for a target; empty if it is not. */
  static Optional<String> reason(Connection db, String system, String target) throws SQLException {
    String sql =
        "SELECT scope, author, reason FROM automation_halt"
            + " WHERE halted AND scope IN ('*', ?, ?) ORDER BY scope LIMIT 1";
    try (PreparedStatement statement = LedgerDatabase.prepare(db, sql, system, target);
        ResultSet rows = statement.executeQuery()) {
      return rows.next()
          ? Optional.of(
              "halted for '"
                  + rows.getString(1)
                  + "' by "
                  + rows.getString(2)
                  + ": "
                  + rows.getString(3))
          : Optional.empty();
    }
  }

  /** Notes a message's id; false if it was there already. */
  static boolean firstSight(Connection db, String id, Instant now) throws SQLException {
    return LedgerDatabase.update(
            db,
            "INSERT INTO control_seen (id, seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            id,
            now)
        == 1;
  }

  /**
   * Writes the newest word on a scope; an older one changes nothing. At the same time halt wins.
   *
   * @return whether it changed the table
   */
  static boolean write(
      Connection db, String scope, boolean halted, String reason, String author, Instant at)
      throws SQLException {
    String sql =
        "INSERT INTO automation_halt (scope, halted, reason, author, at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (scope) DO UPDATE SET halted = excluded.halted,"
            + " reason = excluded.reason, author = excluded.author, at = excluded.at"
            + " WHERE automation_halt.at < excluded.at"
            + " OR (automation_halt.at = excluded.at AND excluded.halted)";
    return LedgerDatabase.update(db, sql, scope, halted, reason, author, at) == 1;
  }
}
