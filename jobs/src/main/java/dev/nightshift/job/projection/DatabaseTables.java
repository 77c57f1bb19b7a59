package dev.nightshift.job.projection;

import org.apache.flink.streaming.api.datastream.DataStream;

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

  private <R> void write(DataStream<R> rows, Table<R> table) {
    rows.sinkTo(new DatabaseSink<>(settings, table))
        .uid(Uids.TABLE + table.name())
        .name("table " + table.name());
  }
}
