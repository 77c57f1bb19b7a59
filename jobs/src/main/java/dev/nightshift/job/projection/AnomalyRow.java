package dev.nightshift.job.projection;

/**
 * A row of table {@code anomalies}. Times are epoch milliseconds with 0 for none.
 *
 * @param phaseRank 0 for opened, 1 for updated, 2 for ended: settles two records of one step
 * @param contributions a JSON array
 */
public record AnomalyRow(
    String id,
    String system,
    String entity,
    String phase,
    int phaseRank,
    long onset,
    long updatedAt,
    long endedAt,
    long peakAt,
    double peakScore,
    double threshold,
    String model,
    String contributions) {}
