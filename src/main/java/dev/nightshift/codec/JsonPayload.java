package dev.nightshift.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.codec.MalformedTelemetryException.Reason;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Payloads of events, which are JSON of moderate size. */
final class JsonPayload {

  private static final int MAX_DEPTH = 100;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonPayload() {}

  static JsonNode parse(byte[] payload, DecodeLimits limits) throws MalformedTelemetryException {
    if (payload.length > limits.maxPayloadBytes()) {
      throw new MalformedTelemetryException(
          Reason.TOO_LARGE, payload.length + " bytes; the limit is " + limits.maxPayloadBytes());
    }
    try {
      return JSON.readTree(payload);
    } catch (IOException e) {
      throw new MalformedTelemetryException(
          Reason.BAD_JSON, OtlpPayload.shorten(e.getMessage()), e);
    }
  }

  /** The first of these members that is a scalar and not empty; empty if none is. */
  static String text(JsonNode node, String... members) {
    for (String member : members) {
      JsonNode found = node.path(member);
      if (found.isValueNode() && !found.isNull() && !found.asText().isBlank()) {
        return found.asText();
      }
    }
    return "";
  }

  /**
   * A time as RFC 3339 writes it.
   *
   * @return nanoseconds since the epoch; 0 if it is no such time, or before or after all reason
   */
  static long nanos(String time) {
    try {
      Instant instant = OffsetDateTime.parse(time).toInstant();
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    } catch (DateTimeParseException | ArithmeticException e) {
      return 0;
    }
  }
}
