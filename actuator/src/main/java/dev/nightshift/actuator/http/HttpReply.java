package dev.nightshift.actuator.http;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * How one call over HTTP ended: an answer, or none.
 *
 * @param status the answer's code; 0 if there was none
 * @param body the answer's bytes
 * @param sent false only if the request certainly never left this process
 * @param problem why there was no answer
 */
public record HttpReply(
    int status, byte[] body, HttpHeaders headers, boolean sent, String problem) {

  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

  static HttpReply of(HttpResponse<byte[]> response) {
    return new HttpReply(response.statusCode(), response.body(), response.headers(), true, "");
  }

  static HttpReply none(boolean sent, String problem) {
    return new HttpReply(0, new byte[0], NO_HEADERS, sent, problem);
  }

  public boolean answered() {
    return status != 0;
  }

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** The same call may well succeed later: no answer, 429 or a fault of the server. */
  public boolean passing() {
    return !answered() || status == 429 || status >= 500;
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  public String describe() {
    return answered() ? "HTTP " + status : problem;
  }

  /** Retry-After in either form of RFC 9110, section 10.2.3; never negative. */
  public Optional<Duration> retryAfter(Instant now) {
    return header("Retry-After").filter(text -> !text.isEmpty()).flatMap(text -> wait(text, now));
  }

  private static Optional<Duration> wait(String text, Instant now) {
    Duration wait;
    try {
      wait =
          Character.isDigit(text.charAt(0))
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }
}
