package dev.nightshift.local.shop.world;

/**
 * How a request fails: what an exception event and a log line say.
 *
 * @param type {@code exception.type}
 * @param message {@code exception.message}; each {@code #} becomes a random number
 */
public record Failure(String type, String message) {}
