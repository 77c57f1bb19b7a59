package dev.nightshift.actuator;

import dev.nightshift.actuator.notify.Delivery;
import dev.nightshift.actuator.notify.Notice;
import dev.nightshift.actuator.notify.Stage;
import dev.nightshift.contract.Incident;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The table {@code notification}: which stage each channel was told, and which it has to be. */
final class NotificationTable {

  private NotificationTable() {}

  /**
   * A notice that is due; its row is locked until the transaction ends.
   *
   * @param attempts earlier ones for this stage
   */
  record Due(String channel, Notice notice, int attempts) {}

  /**
   * Notes where an incident stands. Without a row there is nothing to acknowledge or resolve.
   *
   * @param snapshot the incident as it came
   */
  static void note(
      Connection db, Incident incident, Stage stage, byte[] snapshot, String channel, Instant now)
      throws SQLException {
    if (stage == Stage.TRIGGERED) {
      LedgerDatabase.update(
          db,
          "INSERT INTO notification (incident, channel, revision, stage, snapshot, next_at,"
              + " updated_at) VALUES (?, ?, ?, 'TRIGGERED', ?, ?, ?) ON CONFLICT DO NOTHING",
          incident.getId(),
          channel,
          incident.getRevision(),
          snapshot,
          now,
          now);
    }
    // The waits of a stage that failed so far are kept as long as the stage is.
    LedgerDatabase.update(
        db,
        "UPDATE notification SET revision = ?, snapshot = ?, updated_at = ?,"
            + " attempts = CASE WHEN stage = ? THEN attempts ELSE 0 END,"
            + " next_at = CASE WHEN stage = ? THEN next_at ELSE ? END, stage = ?"
            + " WHERE incident = ? AND channel = ? AND revision < ?",
        incident.getRevision(),
        snapshot,
        now,
        stage.name(),
        stage.name(),
        now,
        stage.name(),
        incident.getId(),
        channel,
        incident.getRevision());
  }

  /** The notice that has waited longest. */
  static Optional<Due> due(Connection db, Instant now) throws SQLException {
    String sql =
        "SELECT channel, stage, snapshot, attempts FROM notification"
            + " WHERE delivered IS DISTINCT FROM stage AND next_at <= ?"
            + " ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED";
    try (PreparedStatement statement = LedgerDatabase.prepare(db, sql, now);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Stage stage = Stage.valueOf(row.getString(2));
      Incident incident = decode(row.getBytes(3));
      return Optional.of(new Due(row.getString(1), Notice.of(incident, stage), row.getInt(4)));
    }
  }

  /** Notes what became of a due notice. */
  static void tried(Connection db, Due due, Delivery delivery, Duration wait, Instant now)
      throws SQLException {
    boolean delivered = delivery.state() == Delivery.State.DELIVERED;
    LedgerDatabase.update(
        db,
        "UPDATE notification SET attempts = attempts + 1, detail = ?, next_at = ?,"
            + " delivered = CASE WHEN ? THEN stage ELSE delivered END"
            + " WHERE incident = ? AND channel = ?",
        delivery.detail(),
        now.plus(wait),
        delivered,
        due.notice().incident(),
        due.channel());
  }

  private static Incident decode(byte[] snapshot) throws SQLException {
    try {
      return Incident.getDecoder().decode(ByteBuffer.wrap(snapshot));
    } catch (IOException e) {
      throw new SQLException("a snapshot in the table cannot be read", e);
    }
  }
}
