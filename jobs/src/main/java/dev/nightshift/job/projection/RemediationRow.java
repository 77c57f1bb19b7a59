package dev.nightshift.job.projection;

/**
 * One half of a row of table {@code remediations}: the request or the result, whichever was read.
 * What the other half knows is null here, and left alone in the database. Times are epoch
 * milliseconds with 0 for none.
 *
 * @param parameters a JSON object
 */
public record RemediationRow(
    String key,
    String incident,
    String system,
    String action,
    String target,
    String parameters,
    String policy,
    String mode,
    String risk,
    Double confidence,
    String faultType,
    Boolean undo,
    Boolean idempotent,
    long decidedAt,
    long expiresAt,
    String approvedBy,
    String outcome,
    String detail,
    long startedAt,
    long finishedAt,
    Integer attempts) {}
