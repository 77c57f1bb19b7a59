package dev.nightshift.job.projection;

import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The projection's side towards the database: upserts in small batches, at least once. The database
 * being away is first waited for by the sink and then by the job's restart strategy; meanwhile
 * records wait in Kafka.
 */
final class DatabaseTables {

  private static final int BATCH_ROWS = 500;
  private static final long BATCH_MILLIS = 200;

  /** Pauses of 1, 2, 3 s lie between the attempts. */
  private static final int RETRIES = 3;

  private final JdbcConnectionOptions connection;

  DatabaseTables(ProjectionSettings settings) {
    connection =
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            .withUrl(settings.jdbcUrl())
            .withDriverName("org.postgresql.Driver")
            .withUsername(settings.user())
            .withPassword(settings.password())
            // A database that hangs must look like one that is away.
            .withProperty("connectTimeout", "10")
            .withProperty("socketTimeout", "30")
            .withProperty("tcpKeepAlive", "true")
            .withProperty("ApplicationName", "nightshift-projection")
            // Two versions of a row in one batch must stay two statements.
            .withProperty("reWriteBatchedInserts", "false")
            .build();
  }

  void write(ProjectionTopology.Outputs rows) {
    write(rows.incidents(), Tables.INCIDENTS);
    write(rows.history(), Tables.HISTORY);
    write(rows.diagnoses(), Tables.DIAGNOSES);
    write(rows.anomalies(), Tables.ANOMALIES);
    write(rows.remediations(), Tables.REMEDIATIONS);
    write(rows.feedback(), Tables.FEEDBACK);
    write(rows.models(), Tables.MODELS);
    write(rows.automation(), Tables.AUTOMATION);
  }

  private <R> void write(DataStream<R> rows, Table<R> table) {
    rows.sinkTo(
            JdbcSink.<R>builder()
                .withQueryStatement(table.statement(), table::bind)
                .withExecutionOptions(
                    JdbcExecutionOptions.builder()
                        .withBatchSize(BATCH_ROWS)
                        .withBatchIntervalMs(BATCH_MILLIS)
                        .withMaxRetries(RETRIES)
                        .build())
                .buildAtLeastOnce(connection))
        .uid(Uids.TABLE + table.name())
        .name("table " + table.name());
  }
}
