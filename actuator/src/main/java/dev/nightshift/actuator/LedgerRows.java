package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the ledger's rows. */
final class LedgerRows {

  private LedgerRows() {}

  static ActionRequest request(byte[] bytes) throws SQLException {
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
  static ActionResult result(ResultSet row) throws SQLException {
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
}
