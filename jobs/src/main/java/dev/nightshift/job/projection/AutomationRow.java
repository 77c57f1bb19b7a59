package dev.nightshift.job.projection;

/** A row of table {@code automation_state}. {@code at} in epoch milliseconds. */
public record AutomationRow(String scope, boolean halted, String reason, String author, long at) {}
