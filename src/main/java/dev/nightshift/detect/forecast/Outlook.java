package dev.nightshift.detect.forecast;

/**
 * When a value reaches its limit, if its trend goes on.
 *
 * @param at event time of the step that it was made at, milliseconds since the epoch
 * @param value at that step, in the feature's own unit
 * @param limit in the same unit
 * @param slopePerHour of the trend, in units an hour
 * @param exhaustedAt most likely time at the limit
 * @param earliest time at the limit on the steep side of the 90 % band
 * @param latest time at the limit on the flat side of the band; {@link Long#MAX_VALUE} for never
 * @param confidence that the limit is reached within the horizon, 0 to 1, under the band's own
 *     assumptions (noise that is independent from block to block)
 * @param observedMillis how long the trend has been seen
 */
public record Outlook(
    long at,
    float value,
    float limit,
    double slopePerHour,
    long exhaustedAt,
    long earliest,
    long latest,
    double confidence,
    long observedMillis) {}
