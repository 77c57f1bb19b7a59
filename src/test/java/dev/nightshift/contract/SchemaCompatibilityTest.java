package dev.nightshift.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaParser;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever has today's schemas reads what was written with the first ones. */
class SchemaCompatibilityTest {

  private static final Path BASELINE = Path.of("main/avro/baseline");
  private static final SchemaValidator CAN_READ =
      new SchemaValidatorBuilder().canReadStrategy().validateLatest();

  static Stream<Path> baselines() throws IOException {
    try (Stream<Path> files = Files.list(BASELINE)) {
      return files.sorted().toList().stream();
    }
  }

  private static Schema first(Path file) throws IOException {
    return new SchemaParser().parse(file).mainSchema();
  }

  private static Schema today(String name) {
    return BaselineSchemas.today().stream()
        .filter(schema -> schema.getFullName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is gone; a contract is never removed"));
  }

  @ParameterizedTest
  @MethodSource("baselines")
  void todaysSchemaReadsTheFirst(Path file) throws IOException {
    Schema first = first(file);
    Schema today = today(first.getFullName());

    assertThatCode(() -> CAN_READ.validate(today, List.of(first))).doesNotThrowAnyException();
  }

  /** What is in topics was written by earlier releases. */
  @ParameterizedTest
  @MethodSource("baselines")
  void todaysDecoderReadsWhatTheFirstReleaseWrote(Path file) throws Exception {
    Schema first = first(file);
    Class<?> type = Class.forName(first.getFullName());
    SpecificData model = SpecificData.getForClass(type);
    for (Object written : new RandomData(first, 50, 7)) {
      ByteBuffer bytes = new BinaryMessageEncoder<>(GenericData.get(), first).encode(written);

      SpecificRecordBase read =
          Contracts.<SpecificRecordBase>decoder(model, model.getSchema(type)).decode(bytes);

      assertThat(read).isInstanceOf(type);
      for (Schema.Field field : first.getFields()) {
        if (field.schema().getType() == Schema.Type.STRING) {
          assertThat(read.get(field.name()))
              .isEqualTo(((GenericRecord) written).get(field.name()).toString());
        }
      }
    }
  }

  @Test
  void everyRecordHasABaseline() {
    assertThat(BaselineSchemas.today())
        .allSatisfy(
            record ->
                assertThat(BaselineSchemas.fileOf(BASELINE, record))
                    .as("run BaselineSchemas.main for new records")
                    .exists());
  }

  @Test
  void aFieldWithoutADefaultWouldBeNoticed() throws IOException {
    Path file = BASELINE.resolve("DeadLetter.avsc");
    String grown =
        SchemaFormatter.format("json/pretty", first(file))
            .replaceFirst(
                "\"fields\" : \\[", "\"fields\" : [{\"name\":\"extra\",\"type\":\"long\"},");
    Schema incompatible = new SchemaParser().parse(grown).mainSchema();

    assertThatThrownBy(() -> CAN_READ.validate(incompatible, List.of(first(file))))
        .isInstanceOf(SchemaValidationException.class);
  }
}
