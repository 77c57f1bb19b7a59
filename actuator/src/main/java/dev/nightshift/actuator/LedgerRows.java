package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the ledger's rows. */
final class LedgerRows {

  private LedgerRows() {}

  private static ActionRequest request(byte[] bytes) throws SQLException {
    try {
      return ActionRequest.getDecoder().decode(bytes);
    } catch (IOException e) {
      throw new SQLException("a request in the ledger cannot be read", e);
    }
  }

  static byte[] bytes(ActionRequest request) {
    try {
      ByteBuffer buffer = ActionRequest.getEncoder().encode(request);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /** Columns: request, outcome, detail, attempts, start, end. */
  private static ActionResult result(ResultSet row) throws SQLException {
    ActionRequest request = request(row.getBytes(1));
    return ActionResult.newBuilder()
        .setKey(request.getKey())
        .setIncident(request.getIncident())
        .setSystem(request.getSystem())
        .setAction(request.getAction())
        .setTarget(request.getTarget())
        .setOutcome(Outcome.valueOf(row.getString(2)))
        .setDetail(row.getString(3))
        .setAttempts(row.getInt(4))
        .setStartedAt(row.getTimestamp(5).getTime())
        .setFinishedAt(row.getTimestamp(6).getTime())
        .build();
  }

  /** The request under a key, as it came. */
  static Optional<byte[]> request(Connection db, String key) throws SQLException {
    try (PreparedStatement statement =
            LedgerDatabase.prepare(db, "SELECT request FROM ledger WHERE key = ?", key);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
    }
  }

  /** Runs an update that returns {@code request, dry_run}. */
  static List<LedgerEntry> entries(
      Connection db, boolean interrupted, String sql, Object... parameters) throws SQLException {
    List<LedgerEntry> entries = new ArrayList<>();
    try (PreparedStatement statement = LedgerDatabase.prepare(db, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        entries.add(new LedgerEntry(request(rows.getBytes(1)), interrupted, rows.getBoolean(2)));
      }
    }
    return entries;
  }

  /** The oldest result that nobody was told of; its row is locked until the transaction ends. */
  static Optional<ActionResult> unreported(Connection db) throws SQLException {
    String sql =
        "SELECT request, outcome, detail, attempts, coalesce(started_at, claimed_at), finished_at"
            + " FROM ledger WHERE state = 'DONE' AND NOT reported ORDER BY seq LIMIT 1"
            + " FOR UPDATE SKIP LOCKED";
    try (PreparedStatement statement = db.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(result(row)) : Optional.empty();
    }
  }
}
