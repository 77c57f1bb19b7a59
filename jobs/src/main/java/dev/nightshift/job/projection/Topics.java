package dev.nightshift.job.projection;

/** Names of the topics that the projection reads and writes, without their common prefix. */
final class Topics {

  static final String INCIDENTS = "incidents";
  static final String ANOMALIES = "anomalies";
  static final String REQUESTS = "remediation.requests";
  static final String RESULTS = "remediation.results";
  static final String FEEDBACK = "feedback";
  static final String MODELS = "models";
  static final String AUTOMATION = "automation";
  static final String DEAD_LETTERS = "dead-letters";

  private Topics() {}
}
