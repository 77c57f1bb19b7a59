package dev.nightshift.remedy;

import dev.nightshift.contract.ControlMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Signs what people say to the system: HMAC-SHA256 (RFC 2104) over the Avro binary encoding of the
 * message with its key id set and its signature empty, in lower-case hexadecimal.
 *
 * <p>A message without an audience is signed as it was before there were audiences: the field is
 * the record's last and is left out. No two messages are signed alike for that, because whatever
 * stands before it tells its own length.
 */
public final class ControlSigner {

  private static final String ALGORITHM = "HmacSHA256";

  private final ControlKey key;

  public ControlSigner(ControlKey key) {
    this.key = key;
  }

  /** A signed copy. */
  public ControlMessage sign(ControlMessage message) {
    ControlMessage copy = ControlMessage.newBuilder(message).setKeyId(key.id()).build();
    copy.setSignature(signature(copy, key));
    return copy;
  }

  static String signature(ControlMessage message, ControlKey key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(canonical(message)));
    } catch (GeneralSecurityException e) {
      // Every Java platform is required to have HmacSHA256.
      throw new IllegalStateException("this platform has no " + ALGORITHM, e);
    }
  }

  private static byte[] canonical(ControlMessage message) {
    ControlMessage unsigned = ControlMessage.newBuilder(message).setSignature("").build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<>(ControlMessage.class).write(unsigned, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    byte[] canonical = bytes.toByteArray();
    // An empty text is one byte: its length.
    return message.getAudience().isEmpty()
        ? Arrays.copyOf(canonical, canonical.length - 1)
        : canonical;
  }
}
