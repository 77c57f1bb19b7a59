package dev.nightshift.incident;

/**
 * The two times of a decision, milliseconds since the epoch.
 *
 * @param eventTime of the telemetry; decides everything but waits on people and actuator
 * @param wallTime of this machine
 */
public record Now(long eventTime, long wallTime) {}
