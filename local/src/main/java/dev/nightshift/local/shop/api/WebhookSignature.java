package dev.nightshift.local.shop.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proof that a request comes from who knows the secret, and is no replay of an old one: {@code
 * v1=<hex HMAC-SHA256(secret, timestamp + "." + body)>}, not older or newer than five minutes.
 */
final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final long TOLERANCE_SECONDS = 300;

  private final SecretKeySpec key;
  private final Clock clock;

  WebhookSignature(byte[] secret, Clock clock) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.clock = clock;
  }

  /** True if the signature fits; null arguments never do. */
  boolean proves(String timestamp, String signature, byte[] body) {
    return timestamp != null
        && signature != null
        && isFresh(timestamp)
        && MessageDigest.isEqual(bytes(sign(timestamp, body)), bytes(signature));
  }

  private boolean isFresh(String timestamp) {
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    long age = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
    return Math.abs(age) <= TOLERANCE_SECONDS;
  }

  /** The value of the signature's header. */
  String sign(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(bytes(timestamp + "."));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
