package dev.nightshift.job.projection;

/**
 * A row of table {@code feedback}. Times are epoch milliseconds; empty strings become null in the
 * database.
 */
public record FeedbackRow(
    String id,
    String entity,
    String incident,
    String label,
    long from,
    long to,
    String author,
    long at,
    String correction,
    String action,
    String effect) {}
