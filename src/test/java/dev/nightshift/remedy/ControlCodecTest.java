package dev.nightshift.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class ControlCodecTest {

  private static final ControlKey KEY = new ControlKey("k", Role.ADMIN, "0123456789abcdef");

  /** What the first version signed: HMAC-SHA256 over its own encoding, worked out outside. */
  private static final String FIRST_SIGNATURE =
      "c98523c6eeed3439df8b4cf988b87d0ebc45667ddbe52c611b9f23c9edf580ff";

  private static ControlMessage message(String audience) {
    return ControlMessage.newBuilder()
        .setId("c1")
        .setKind(ControlKind.HALT)
        .setScope("*")
        .setReason("drill")
        .setAuthor("ada")
        .setAt(1_767_225_600_000L)
        .setAudience(audience)
        .build();
  }

  private static Schema first() throws IOException {
    return new SchemaParser().parse(Path.of("main/avro/baseline/ControlMessage.avsc")).mainSchema();
  }

  @Test
  void comesBackAsItWas() throws IOException {
    ControlMessage signed = new ControlSigner(KEY).sign(message("shop-eu"));

    assertThat(ControlCodec.decode(ControlCodec.encode(signed))).isEqualTo(signed);
    assertThatThrownBy(() -> ControlCodec.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatTheFirstVersionWroteAndSignedHolds() throws IOException {
    GenericData.Record old = new GenericData.Record(first());
    ControlMessage words = message("");
    for (Schema.Field field : first().getFields()) {
      old.put(field.name(), words.get(field.name()));
    }
    old.put("kind", new GenericData.EnumSymbol(first().getField("kind").schema(), "HALT"));
    old.put("keyId", "k");
    old.put("signature", FIRST_SIGNATURE);
    ByteBuffer encoded =
        new BinaryMessageEncoder<GenericData.Record>(new GenericData(), first()).encode(old);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);

    ControlMessage read = ControlCodec.decode(bytes);

    assertThat(read.getAudience()).isEmpty();
    ControlVerifier verifier = new ControlVerifier(Map.of("k", KEY), "", 60_000, 10);
    assertThat(verifier.verify(read, new SeenControls(), read.getAt()).text()).isEmpty();
  }
}
