package dev.nightshift.actuator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpReplyTest {

  @Test
  void retryAfterIsReadInBothForms() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(reply("7").retryAfter(now)).contains(Duration.ofSeconds(7));
    assertThat(reply("Thu, 01 Jan 2026 00:00:09 GMT").retryAfter(now))
        .contains(Duration.ofSeconds(9));
    assertThat(reply("Wed, 31 Dec 2025 00:00:00 GMT").retryAfter(now)).contains(Duration.ZERO);
    assertThat(reply("soon").retryAfter(now)).isEmpty();
    assertThat(reply("").retryAfter(now)).isEmpty();
  }

  private static HttpReply reply(String retryAfter) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (name, value) -> true);
    return new HttpReply(429, new byte[0], headers, true, "");
  }
}
