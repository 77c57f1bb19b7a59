package dev.nightshift.local.shop.world;

/**
 * Somebody changed something, harmless or not; announced as an event in telemetry.
 *
 * @param kind {@code deployment}, {@code config_change}, {@code feature_flag} or {@code scaling}
 * @param id the change's own id
 */
public record Change(long timeMillis, String service, String kind, String id, String summary) {}
