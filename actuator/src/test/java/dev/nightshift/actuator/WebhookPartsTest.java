package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Signature and reply of the webhook. */
class WebhookPartsTest {

  @Test
  void signatureIsTheGoldenOne() {
    // printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
    assertThat(WebhookSignature.header(Secret.of("key"), 1_700_000_000L, "{\"a\":1}"))
        .isEqualTo("v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03");
  }

  @Test
  void retryAfterIsReadInBothForms() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(reply("7").retryAfter(now)).contains(Duration.ofSeconds(7));
    assertThat(reply("Thu, 01 Jan 2026 00:00:09 GMT").retryAfter(now))
        .contains(Duration.ofSeconds(9));
    assertThat(reply("Wed, 31 Dec 2025 00:00:00 GMT").retryAfter(now)).contains(Duration.ZERO);
    assertThat(reply("soon").retryAfter(now)).isEmpty();
  }

  private static HttpReply reply(String retryAfter) {
    return new HttpReply(429, new byte[0], retryAfter, true, "");
  }
}
