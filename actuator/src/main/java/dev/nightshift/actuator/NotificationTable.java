package dev.nightshift.actuator;

import dev.nightshift.actuator.notify.Delivery;
import dev.nightshift.actuator.notify.Notice;
import dev.nightshift.actuator.notify.Stage;
import dev.nightshift.actuator.notify.Word;
import java.io.IOException;
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
   * @param word with a stage
   */
  static void note(Connection db, Word word, String channel, Instant now) throws SQLException {
    Stage stage = word.stage().orElseThrow();
    if (stage == Stage.TRIGGERED) {
      LedgerDatabase.update(
          db,
          "INSERT INTO notification (incident, channel, revision, stage, snapshot, source, call,"
              + " next_at, updated_at) VALUES (?, ?, ?, 'TRIGGERED', ?, ?, ?, ?, ?)"
              + " ON CONFLICT DO NOTHING",
          word.incident(),
          channel,
          word.revision(),
          word.bytes(),
          word.source().name(),
          word.call(),
          now,
          now);
    }
    // The waits of a stage that failed so far are kept as long as the stage is.
    LedgerDatabase.update(
        db,
        "UPDATE notification SET revision = ?, snapshot = ?, updated_at = ?,"
            + " attempts = CASE WHEN stage = ? AND call = ? THEN attempts ELSE 0 END,"
            + " next_at = CASE WHEN stage = ? AND call = ? THEN next_at ELSE ? END,"
            + " delivered = CASE WHEN call = ? THEN delivered END, stage = ?, call = ?"
            + " WHERE incident = ? AND channel = ? AND revision < ?",
        word.revision(),
        word.bytes(),
        now,
        stage.name(),
        word.call(),
        stage.name(),
        word.call(),
        now,
        word.call(),
        stage.name(),
        word.call(),
        word.incident(),
        channel,
        word.revision());
  }

  /** The notice that has waited longest. */
  static Optional<Due> due(Connection db, Instant now) throws SQLException {
    String sql =
        "SELECT channel, stage, snapshot, attempts, source FROM notification"
            + " WHERE delivered IS DISTINCT FROM stage AND next_at <= ?"
            + " ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED";
    try (PreparedStatement statement = LedgerDatabase.prepare(db, sql, now);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Stage stage = Stage.valueOf(row.getString(2));
      Word.Source source = Word.Source.valueOf(row.getString(5));
      Notice notice = notice(source, row.getBytes(3), stage);
      return Optional.of(new Due(row.getString(1), notice, row.getInt(4)));
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

  private static Notice notice(Word.Source source, byte[] snapshot, Stage stage)
      throws SQLException {
    try {
      return Word.notice(source, snapshot, stage);
    } catch (IOException e) {
      throw new SQLException("a snapshot in the table cannot be read", e);
    }
  }
}
