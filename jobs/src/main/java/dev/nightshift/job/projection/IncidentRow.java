package dev.nightshift.job.projection;

/**
 * A row of table {@code incidents}. Times are epoch milliseconds with 0 for none; empty strings
 * become null in the database.
 *
 * @param revision the snapshot's number; an older one never overwrites a newer one
 * @param actions the plan as a JSON array
 * @param diagnosisId empty before a diagnosis
 * @param kind {@code observed} or {@code predicted}
 * @param cameTrueAt when what was predicted came true
 */
public record IncidentRow(
    String id,
    String system,
    String state,
    long revision,
    String title,
    String rootCause,
    String faultType,
    double confidence,
    String mode,
    long onset,
    long openedAt,
    long updatedAt,
    long resolvedAt,
    long closedAt,
    int recurrences,
    String[] anomalies,
    String[] activeAnomalies,
    String[] entities,
    String actions,
    String diagnosisId,
    int diagnosisRevision,
    String kind,
    long cameTrueAt) {}
