package dev.nightshift.job.projection;

/** A row of table {@code policies}. {@code at} in epoch milliseconds. */
public record PolicyRow(String file, String version, String event, String reason, long at) {}
