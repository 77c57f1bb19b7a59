package dev.nightshift.job.projection;

/**
 * A row of table {@code incident_history}.
 *
 * @param revision revision of the incident's snapshot that carried it
 * @param from empty for the first
 * @param at epoch milliseconds
 */
public record HistoryRow(
    String incident,
    int sequence,
    long revision,
    String from,
    String to,
    long at,
    String authorKind,
    String author,
    String cause) {}
