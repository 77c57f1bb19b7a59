package dev.nightshift.job.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads the audit log of an incident database from its beginning, row by row. */
public final class AuditLog {

  private static final String ROWS =
      "select topic, kafka_partition, position, (extract(epoch from at) * 1000)::bigint as millis,"
          + " record, payload, previous, hash from audit"
          + " order by topic, kafka_partition, position";
  private static final int FETCH = 500;

  private AuditLog() {}

  /** Takes each row with its hashes. */
  @FunctionalInterface
  public interface Reader {
    void row(AuditRow row, byte[] previous, byte[] hash);
  }

  /**
   * One chain.
   *
   * @param end hash of its last row, in hex: what to note elsewhere
   */
  public record Chain(String name, long rows, String end) {}

  /**
   * What verification found.
   *
   * @param breaks each place where the chain does not hold, in words; empty if all is well
   */
  public record Verdict(List<Chain> chains, List<String> breaks) {

    public Verdict {
      chains = List.copyOf(chains);
      breaks = List.copyOf(breaks);
    }

    public boolean holds() {
      return breaks.isEmpty();
    }

    public long rows() {
      return chains.stream().mapToLong(Chain::rows).sum();
    }
  }

  /**
   * Computes every hash anew.
   *
   * @param also told of each row in the same pass
   */
  public static Verdict verify(Connection database, Reader also) throws SQLException {
    Verification verification = new Verification();
    read(
        database,
        (row, previous, hash) -> {
          verification.row(row, previous, hash);
          also.row(row, previous, hash);
        });
    return verification.verdict();
  }

  /**
   * Reads all rows, chain by chain, in memory for some rows only.
   *
   * @throws SQLException also if the table is not there: the database is older than the log
   */
  public static void read(Connection database, Reader reader) throws SQLException {
    boolean autoCommit = database.getAutoCommit();
    // A cursor needs a transaction; and so all is read as it stood at one moment.
    database.setAutoCommit(false);
    try (PreparedStatement statement = database.prepareStatement(ROWS)) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.row(
              new AuditRow(
                  rows.getString("topic"),
                  rows.getInt("kafka_partition"),
                  rows.getLong("position"),
                  rows.getLong("millis"),
                  rows.getString("record"),
                  rows.getBytes("payload")),
              rows.getBytes("previous"),
              rows.getBytes("hash"));
        }
      }
      database.rollback();
    } finally {
      database.setAutoCommit(autoCommit);
    }
  }

  private static final class Verification implements Reader {

    private final List<Chain> chains = new ArrayList<>();
    private final List<String> breaks = new ArrayList<>();
    private String chain = "";
    private long rows;
    private byte[] last = AuditHash.genesis();

    @Override
    public void row(AuditRow row, byte[] previous, byte[] hash) {
      String name = row.topic() + "-" + row.partition();
      if (!name.equals(chain)) {
        end();
        chain = name;
        rows = 0;
        last = AuditHash.genesis();
      }
      if (!Arrays.equals(previous, last)) {
        breaks.add(
            "%s: before position %d a row is missing or was put in"
                .formatted(name, row.position()));
      }
      if (!Arrays.equals(AuditHash.next(previous, row), hash)) {
        breaks.add("%s: the row at position %d was changed".formatted(name, row.position()));
      }
      rows++;
      last = hash;
    }

    private void end() {
      if (!chain.isEmpty()) {
        chains.add(new Chain(chain, rows, HexFormat.of().formatHex(last)));
      }
    }

    Verdict verdict() {
      end();
      return new Verdict(chains, breaks);
    }
  }
}
