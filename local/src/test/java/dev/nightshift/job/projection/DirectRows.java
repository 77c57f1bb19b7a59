package dev.nightshift.job.projection;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes records with the projection's own mapping and statements, without a cluster. */
public final class DirectRows {

  private final Connection database;

  public DirectRows(Connection database) {
    this.database = database;
  }

  public void write(Incident incident) throws SQLException {
    IncidentRows rows = Rows.incident(incident);
    write(Tables.INCIDENTS, rows.incident());
    write(Tables.HANDLING, rows.handling());
    for (DecisionRow row : rows.decisions()) {
      write(Tables.DECISIONS, row);
    }
    for (HistoryRow row : rows.history()) {
      write(Tables.HISTORY, row);
    }
    for (DiagnosisRow row : rows.diagnoses()) {
      write(Tables.DIAGNOSES, row);
    }
  }

  public void write(Anomaly anomaly) throws SQLException {
    write(Tables.ANOMALIES, Rows.anomaly(anomaly));
  }

  public void write(FeedbackLabel label) throws SQLException {
    write(Tables.FEEDBACK, Rows.feedback(label));
  }

  private <R> void write(Table<R> table, R row) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(table.statement())) {
      table.bind(statement, row);
      statement.executeUpdate();
    }
  }
}
