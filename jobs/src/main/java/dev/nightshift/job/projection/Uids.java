package dev.nightshift.job.projection;

/** The names under which the projection's state is found again in a savepoint: never change one. */
final class Uids {

  static final String SOURCE = "source-";
  static final String DECODE = "decode-";
  static final String PROJECT = "project-";
  static final String TABLE = "table-";
  static final String INCIDENT_ROW = "split-incident";
  static final String HISTORY_ROWS = "split-history";
  static final String DIAGNOSIS_ROWS = "split-diagnosis";
  static final String HANDLING_ROW = "split-handling";
  static final String DECISION_ROWS = "split-decision";
  static final String FILTER_TRIALS = "filter-trials";
  static final String DEAD_LETTERS = "dead-letters";

  // The inputs, whatever their topics are called.
  static final String INCIDENTS = "incidents";
  static final String ANOMALIES = "anomalies";
  static final String REQUESTS = "remediation.requests";
  static final String RESULTS = "remediation.results";
  static final String FEEDBACK = "feedback";
  static final String MODELS = "models";
  static final String AUTOMATION = "automation";
  static final String NOTIFICATIONS = "notifications";
  static final String POLICIES = "policies";

  // Not an input of the topology: its records go into the audit log as they are.
  static final String AUDIT = "audit";

  private Uids() {}
}
