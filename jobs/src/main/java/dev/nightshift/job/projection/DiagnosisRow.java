package dev.nightshift.job.projection;

/**
 * A row of table {@code diagnoses}: one revision of a diagnosis, as an incident's snapshot carried
 * it. Times are epoch milliseconds.
 *
 * @param candidates a JSON array, best first, each with its evidence
 */
public record DiagnosisRow(
    String id,
    int revision,
    String incident,
    long incidentRevision,
    String system,
    long at,
    long onset,
    String[] anomalies,
    String[] entities,
    String[] patterns,
    String candidates) {

  /** The key of the row. */
  public String key() {
    return id + "#" + revision;
  }
}
