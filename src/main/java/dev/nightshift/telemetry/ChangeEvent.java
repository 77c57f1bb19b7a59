package dev.nightshift.telemetry;

/**
 * Somebody or something changed the system.
 *
 * @param kind {@code deployment}, {@code config_change}, {@code feature_flag}, {@code scaling},
 *     {@code alert}
 * @param id the change's own id where it has one (revision, build, alert fingerprint); else empty
 * @param summary for people
 */
public record ChangeEvent(Entity entity, long timeMillis, String kind, String id, String summary) {}
