package dev.nightshift.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions to the incident database; what people typed goes in as parameters only. */
final class IncidentQueries {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String COLUMNS =
      "select id, system, state, title, root_cause, fault_type, confidence, mode, onset,"
          + " resolved_at, entities, actions, plan, steps, approvals, approvals_needed, approve_by,"
          + " acknowledged_by, parent, children"
          + " from incidents left join incident_handling on incident_id = id ";
  private static final int MOST = 1000;

  private IncidentQueries() {}

  /** Newest first, at most 1000. A null state or time does not narrow. */
  static List<IncidentView> list(Connection database, String state, Instant since)
      throws SQLException {
    String sql =
        COLUMNS
            + "where (?::text is null or state = ?::text)"
            + " and (?::timestamptz is null or onset >= ?::timestamptz)"
            + " order by onset desc, id limit "
            + MOST;
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, state);
      statement.setString(2, state);
      Object from = since == null ? null : since.atOffset(ZoneOffset.UTC);
      statement.setObject(3, from);
      statement.setObject(4, from);
      return read(statement);
    }
  }

  static Optional<IncidentView> one(Connection database, String id) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(COLUMNS + "where id = ?")) {
      statement.setString(1, id);
      return read(statement).stream().findFirst();
    }
  }

  static List<TimelineEntry> timeline(Connection database, String id) throws SQLException {
    String sql = "select at, kind, author, summary from v_incident_timeline where incident_id = ?";
    List<TimelineEntry> entries = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(
              new TimelineEntry(
                  rows.getTimestamp(1).toInstant(),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4)));
        }
      }
    }
    return entries;
  }

  /** The candidates of the incident's newest diagnosis, each with its evidence, best first. */
  static JsonNode candidates(Connection database, String id) throws SQLException {
    String sql =
        "select candidates from diagnoses where incident_id = ? order by at desc, revision desc limit 1";
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? json(rows.getString(1)) : MAPPER.createArrayNode();
      }
    }
  }

  private static List<IncidentView> read(PreparedStatement statement) throws SQLException {
    List<IncidentView> incidents = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Timestamp resolved = rows.getTimestamp("resolved_at");
        incidents.add(
            new IncidentView(
                rows.getString("id"),
                rows.getString("system"),
                rows.getString("state"),
                rows.getString("title"),
                orEmpty(rows.getString("root_cause")),
                orEmpty(rows.getString("fault_type")),
                rows.getDouble("confidence"),
                orEmpty(rows.getString("mode")),
                rows.getTimestamp("onset").toInstant(),
                resolved == null ? null : resolved.toInstant(),
                List.of((String[]) rows.getArray("entities").getArray()),
                json(rows.getString("actions")),
                handling(rows)));
      }
    }
    return incidents;
  }

  private static HandlingView handling(ResultSet rows) throws SQLException {
    Timestamp until = rows.getTimestamp("approve_by");
    Array children = rows.getArray("children");
    return new HandlingView(
        orEmpty(rows.getString("plan")),
        list(rows.getString("steps")),
        list(rows.getString("approvals")),
        rows.getInt("approvals_needed"),
        until == null ? null : until.toInstant(),
        orEmpty(rows.getString("acknowledged_by")),
        orEmpty(rows.getString("parent")),
        children == null ? List.of() : List.of((String[]) children.getArray()));
  }

  /** What the policies said about an incident, oldest first. */
  static List<DecisionView> decisions(Connection database, String id) throws SQLException {
    String sql = "select * from policy_decisions where incident_id = ? order by sequence";
    List<DecisionView> decisions = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          decisions.add(
              new DecisionView(
                  rows.getInt("sequence"),
                  rows.getTimestamp("at").toInstant(),
                  rows.getString("policy_version"),
                  rows.getString("verdict"),
                  orEmpty(rows.getString("mode")),
                  orEmpty(rows.getString("rule")),
                  orEmpty(rows.getString("action")),
                  json(rows.getString("rules")),
                  json(rows.getString("limits")),
                  rows.getString("reason")));
        }
      }
    }
    return decisions;
  }

  /** A JSON array; empty for what the projection has not written yet. */
  private static JsonNode list(String text) {
    return text == null ? MAPPER.createArrayNode() : json(text);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL's jsonb is JSON", e);
    }
  }
}
