package dev.nightshift.job.projection;

/**
 * A row of table {@code policy_decisions}. {@code at} in epoch milliseconds; empty strings become
 * null in the database.
 *
 * @param revision revision of the incident's snapshot that carried it
 * @param rules each rule that was asked and why it does or does not govern, as a JSON array
 * @param limits that stopped something, as a JSON array
 */
public record DecisionRow(
    String incident,
    int sequence,
    long revision,
    long at,
    String policyVersion,
    String verdict,
    String mode,
    String rule,
    String action,
    String rules,
    String limits,
    String reason) {}
