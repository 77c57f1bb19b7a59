package dev.nightshift.job.projection;

/** A row of table {@code notifications}. {@code at} in epoch milliseconds. */
public record NotificationRow(
    String id,
    String incident,
    String system,
    String kind,
    int level,
    String[] channels,
    String title,
    String text,
    long at) {}
