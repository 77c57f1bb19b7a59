package dev.nightshift.actuator.webhook;

import dev.nightshift.actuator.action.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) as the webhook uses it. */
final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /** The header's value for a body sent at a time: {@code v1=<hex>} over {@code time.body}. */
  static String header(Secret secret, long unixSeconds, String body) {
    String signed = unixSeconds + "." + body;
    return "v1=" + HexFormat.of().formatHex(hmac(secret, signed.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] hmac(Secret secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
