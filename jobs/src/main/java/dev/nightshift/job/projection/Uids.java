package dev.nightshift.job.projection;

/** The names under which the projection's state is found again in a savepoint: never change one. */
final class Uids {

  static final String SOURCE = "source-";
  static final String DECODE = "decode-";
  static final String TABLE = "table-";
  static final String INCIDENT_ROW = "split-incident";
  static final String HISTORY_ROWS = "split-history";
  static final String DIAGNOSIS_ROWS = "split-diagnosis";
  static final String DEAD_LETTERS = "dead-letters";

  private Uids() {}
}
