package dev.nightshift.remedy;

import dev.nightshift.contract.ControlMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;

/** Control messages as they stand on their topic: Avro single-object encoding. */
public final class ControlCodec {

  private ControlCodec() {}

  /** The bytes of a message. */
  public static byte[] encode(ControlMessage message) {
    try {
      ByteBuffer buffer = ControlMessage.getEncoder().encode(message);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /**
   * Reads a message.
   *
   * @throws IOException if the bytes are none
   */
  public static ControlMessage decode(byte[] bytes) throws IOException {
    try {
      return ControlMessage.getDecoder().decode(bytes);
    } catch (AvroRuntimeException e) {
      throw new IOException("not a ControlMessage: " + e.getMessage(), e);
    }
  }
}
