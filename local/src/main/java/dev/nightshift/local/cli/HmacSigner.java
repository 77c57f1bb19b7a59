package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * HMAC-SHA256 (RFC 2104) over the message's Avro binary encoding with its key id set and its
 * signature empty, in lower-case hexadecimal. The key is the secret's UTF-8 bytes.
 */
final class HmacSigner implements MessageSigner {

  private static final String ALGORITHM = "HmacSHA256";

  private final String keyId;
  private final SecretKeySpec key;

  HmacSigner(String keyId, String secret) {
    this.keyId = keyId;
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  @Override
  public ControlMessage sign(ControlMessage message) {
    ControlMessage copy =
        ControlMessage.newBuilder(message).setKeyId(keyId).setSignature("").build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new SpecificDatumWriter<>(ControlMessage.class).write(copy, encoder);
      encoder.flush();
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      copy.setSignature(HexFormat.of().formatHex(mac.doFinal(bytes.toByteArray())));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
