package dev.nightshift.actuator.action;

import java.time.Clock;
import java.util.function.DoubleSupplier;

/**
 * What every provider is given.
 *
 * @param random uniform in [0, 1), for the jitter of retries
 */
public record ProviderContext(Clock clock, DoubleSupplier random) {}
