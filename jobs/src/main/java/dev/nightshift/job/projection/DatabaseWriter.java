package dev.nightshift.job.projection;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows for a moment and writes them in one transaction. A broken connection is made anew
 * once; if that fails too, so does the task, and the job's restart strategy does the waiting.
 */
final class DatabaseWriter<R> implements SinkWriter<R> {

  /** Opens a connection without auto-commit. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWriter.class);
  private static final int BATCH_ROWS = 500;
  private static final long BATCH_MILLIS = 200;

  private final RowBatch<R> table;
  private final Connector connector;
  private final ProcessingTimeService time;
  private final List<R> rows = new ArrayList<>();
  private Connection connection;
  private ScheduledFuture<?> timer;

  DatabaseWriter(RowBatch<R> table, Connector connector, ProcessingTimeService time) {
    this.table = table;
    this.connector = connector;
    this.time = time;
  }

  @Override
  public void write(R row, Context context) throws IOException {
    rows.add(row);
    if (rows.size() >= BATCH_ROWS) {
      flush(false);
    } else if (rows.size() == 1) {
      timer =
          time.registerTimer(time.getCurrentProcessingTime() + BATCH_MILLIS, at -> flush(false));
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    try {
      try {
        attempt();
      } catch (SQLException e) {
        LOG.warn("Writing to {} failed, trying on a new connection: {}", table.name(), message(e));
        disconnect();
        attempt();
      }
    } catch (SQLException e) {
      disconnect();
      throw new IOException("table " + table.name() + " cannot be written: " + message(e), e);
    }
    rows.clear();
    cancelTimer();
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void attempt() throws SQLException {
    if (connection == null) {
      connection = connector.connect();
    }
    table.write(connection, rows);
    connection.commit();
  }

  /** The cause behind a batch's own message, which repeats the whole statement. */
  private static String message(SQLException e) {
    SQLException next = e.getNextException();
    return next == null ? e.getMessage() : next.getMessage();
  }

  private void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("The connection of {} was broken already", table.name(), e);
      }
      connection = null;
    }
  }

  /** Writes nothing: what no checkpoint has covered is read again. */
  @Override
  public void close() {
    cancelTimer();
    disconnect();
  }
}
