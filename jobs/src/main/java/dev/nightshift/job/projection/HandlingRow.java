package dev.nightshift.job.projection;

/**
 * A row of table {@code incident_handling}: how an incident is being dealt with, as of one
 * snapshot. Times are epoch milliseconds with 0 for none; empty strings become null in the
 * database.
 *
 * @param revision the snapshot's number; an older one never overwrites a newer one
 * @param steps of the plan in force, as a JSON array
 * @param approvals given so far, as a JSON array
 */
public record HandlingRow(
    String incident,
    long revision,
    String policyVersion,
    String plan,
    String steps,
    String approvals,
    int approvalsNeeded,
    long approveBy,
    int escalationLevel,
    String acknowledgedBy,
    String parent,
    String[] children) {}
