package dev.nightshift.job.projection;

import dev.nightshift.job.audit.AuditRow;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;

/**
 * The projection's side towards the database: a sink for each table. While the database is away the
 * job restarts with growing pauses, and records wait in Kafka.
 */
final class DatabaseTables {

  private final ProjectionSettings settings;

  DatabaseTables(ProjectionSettings settings) {
    this.settings = settings;
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
    write(rows.handling(), Tables.HANDLING);
    write(rows.decisions(), Tables.DECISIONS);
    write(rows.notifications(), Tables.NOTIFICATIONS);
    write(rows.policies(), Tables.POLICIES);
  }

  /** Appends to the audit log: by one task, because a chain has one writer. */
  void append(DataStream<AuditRow> rows) {
    sink(rows, new AuditAppend()).setParallelism(1);
  }

  private <R> void write(DataStream<R> rows, Table<R> table) {
    sink(rows, table);
  }

  private <R> DataStreamSink<R> sink(DataStream<R> rows, RowBatch<R> table) {
    return rows.sinkTo(new DatabaseSink<>(settings, table))
        .uid(Uids.TABLE + table.name())
        .name("table " + table.name());
  }
}
