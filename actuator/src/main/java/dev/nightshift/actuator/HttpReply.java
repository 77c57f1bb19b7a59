package dev.nightshift.actuator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How one call over HTTP ended: an answer, or none.
 *
 * @param status the answer's code; 0 if there was none
 * @param body the answer's bytes
 * @param retryAfter the header's value; empty text if it is absent
 * @param sent false only if the request certainly never left this process
 * @param problem why there was no answer
 */
record HttpReply(int status, byte[] body, String retryAfter, boolean sent, String problem) {

  static HttpReply of(HttpResponse<byte[]> response) {
    return new HttpReply(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Retry-After").orElse(""),
        true,
        "");
  }

  static HttpReply none(boolean sent, String problem) {
    return new HttpReply(0, new byte[0], "", sent, problem);
  }

  boolean answered() {
    return status != 0;
  }

  String describe() {
    return answered() ? "HTTP " + status : problem;
  }

  /** Retry-After in either form of RFC 9110, section 10.2.3; never negative. */
  Optional<Duration> retryAfter(Instant now) {
    if (retryAfter.isEmpty()) {
      return Optional.empty();
    }
    Duration wait;
    try {
      wait =
          Character.isDigit(retryAfter.charAt(0))
              ? Duration.ofSeconds(Long.parseLong(retryAfter))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant());
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }
}
