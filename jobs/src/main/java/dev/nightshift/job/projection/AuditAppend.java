package dev.nightshift.job.projection;

import dev.nightshift.job.audit.AuditHash;
import dev.nightshift.job.audit.AuditRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends to the chains of the audit log. The end of a chain is read in the transaction that
 * appends to it: what is there already is left out, so a repetition changes nothing and no state
 * can get out of step with the table. One writer a chain.
 */
final class AuditAppend implements RowBatch<AuditRow> {

  private static final long serialVersionUID = 1L;

  private static final String END =
      "select position, hash from audit where topic = ? and kafka_partition = ?"
          + " order by position desc limit 1";
  private static final String APPEND =
      "insert into audit (topic, kafka_partition, position, at, record, payload, previous, hash)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?)";

  private record End(long position, byte[] hash) {}

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public void write(Connection connection, List<AuditRow> rows) throws SQLException {
    Map<String, End> ends = new HashMap<>();
    try (PreparedStatement append = connection.prepareStatement(APPEND)) {
      for (AuditRow row : rows) {
        String chain = row.topic() + "-" + row.partition();
        End end = ends.get(chain);
        if (end == null) {
          end = end(connection, row);
        }
        if (row.position() > end.position()) {
          byte[] hash = AuditHash.next(end.hash(), row);
          bind(append, row, end.hash(), hash);
          append.addBatch();
          end = new End(row.position(), hash);
        }
        ends.put(chain, end);
      }
      append.executeBatch();
    }
  }

  private static End end(Connection connection, AuditRow row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setString(1, row.topic());
      statement.setInt(2, row.partition());
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? new End(result.getLong(1), result.getBytes(2))
            : new End(-1, AuditHash.genesis());
      }
    }
  }

  private static void bind(PreparedStatement append, AuditRow row, byte[] previous, byte[] hash)
      throws SQLException {
    append.setString(1, row.topic());
    append.setInt(2, row.partition());
    append.setLong(3, row.position());
    append.setObject(4, Instant.ofEpochMilli(row.at()).atOffset(ZoneOffset.UTC));
    append.setString(5, row.record());
    append.setBytes(6, row.payload());
    append.setBytes(7, previous);
    append.setBytes(8, hash);
  }
}
