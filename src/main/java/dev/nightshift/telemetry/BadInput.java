package dev.nightshift.telemetry;

/**
 * What could not be decoded.
 *
 * @param source topic that it came from
 * @param reason short and stable: {@code malformed}, {@code no_entity}, ...
 * @param detail for people
 * @param timeMillis when the broker received it
 * @param original the bytes; empty where one item of an otherwise good payload is bad
 */
public record BadInput(
    String source, String reason, String detail, long timeMillis, byte[] original) {}
