package dev.nightshift.actuator;

/**
 * Whether the actuator does its work.
 *
 * @param detail what is wrong, or {@code ok}
 */
public record Health(boolean healthy, String detail) {}
