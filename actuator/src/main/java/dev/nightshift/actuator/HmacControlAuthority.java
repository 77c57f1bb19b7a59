package dev.nightshift.actuator;

import dev.nightshift.contract.ControlMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * HMAC-SHA256 over the message's Avro binary encoding with an empty signature, in hexadecimal,
 * under the key that {@code keyId} names.
 */
public final class HmacControlAuthority implements ControlAuthority {

  private final Map<String, Secret> keys;

  public HmacControlAuthority(Map<String, Secret> keys) {
    this.keys = Map.copyOf(keys);
  }

  @Override
  public boolean accepts(ControlMessage message) {
    Secret key = keys.get(message.getKeyId());
    if (key == null) {
      return false;
    }
    byte[] expected = signature(message, key).getBytes(StandardCharsets.US_ASCII);
    byte[] found = message.getSignature().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    // In constant time: how far a guess was right must not show.
    return MessageDigest.isEqual(expected, found);
  }

  /** The signature that the message ought to carry. */
  static String signature(ControlMessage message, Secret key) {
    ControlMessage unsigned = ControlMessage.newBuilder(message).setSignature("").build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<>(ControlMessage.class).write(unsigned, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return HexFormat.of().formatHex(WebhookSignature.hmac(key, bytes.toByteArray()));
  }
}
