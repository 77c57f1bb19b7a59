package dev.nightshift.actuator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.Secret;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

  @Test
  void signatureIsTheGoldenOne() {
    // printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
    assertThat(WebhookSignature.header(Secret.of("key"), 1_700_000_000L, "{\"a\":1}"))
        .isEqualTo("v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03");
  }
}
