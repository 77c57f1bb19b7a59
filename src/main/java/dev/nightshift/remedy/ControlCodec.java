package dev.nightshift.remedy;

import dev.nightshift.contract.ControlMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;

/**
 * Control messages as they stand on their topic: Avro single-object encoding. Reads what people
 * write with a command of an earlier version too.
 */
public final class ControlCodec {

  private static final BinaryMessageDecoder<ControlMessage> DECODER = decoder();

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
      return DECODER.decode(bytes);
    } catch (AvroRuntimeException e) {
      throw new IOException("not a ControlMessage: " + e.getMessage(), e);
    }
  }

  private static BinaryMessageDecoder<ControlMessage> decoder() {
    BinaryMessageDecoder<ControlMessage> decoder =
        new BinaryMessageDecoder<>(new SpecificData(), ControlMessage.getClassSchema());
    decoder.addSchema(withoutAudience());
    return decoder;
  }

  /** The first schema: what came later are its last fields. */
  static Schema withoutAudience() {
    Schema today = ControlMessage.getClassSchema();
    List<Schema.Field> fields =
        today.getFields().stream()
            .filter(field -> !field.name().equals("audience"))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        today.getName(), today.getDoc(), today.getNamespace(), false, fields);
  }
}
