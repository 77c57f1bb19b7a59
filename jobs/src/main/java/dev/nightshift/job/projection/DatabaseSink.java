package dev.nightshift.job.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.postgresql.Driver;

/**
 * Upserts the rows of one table, at least once: everything before a checkpoint is in the database
 * when the checkpoint completes.
 *
 * <p>Flink's own JDBC sink writes once more while it is being closed. With the database away that
 * fails inside the clean-up of the task, which Flink takes for fatal and ends the whole task
 * manager, with every other job on it. This one fails its own task only.
 *
 * @param <R> the row
 */
final class DatabaseSink<R> implements Sink<R> {

  private static final long serialVersionUID = 1L;

  private final String url;
  private final String user;
  private final String password;
  private final RowBatch<R> table;

  DatabaseSink(ProjectionSettings settings, RowBatch<R> table) {
    this.url = settings.jdbcUrl();
    this.user = settings.user();
    this.password = settings.password();
    this.table = table;
  }

  @Override
  public SinkWriter<R> createWriter(WriterInitContext context) {
    return new DatabaseWriter<>(table, this::connect, context.getProcessingTimeService());
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    // A database that hangs must look like one that is away.
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "nightshift-projection");
    // Two versions of a row in one batch must stay two statements.
    properties.setProperty("reWriteBatchedInserts", "false");
    // Not DriverManager: it does not see drivers that came with a job's own jar.
    Connection connection = new Driver().connect(url, properties);
    connection.setAutoCommit(false);
    return connection;
  }
}
