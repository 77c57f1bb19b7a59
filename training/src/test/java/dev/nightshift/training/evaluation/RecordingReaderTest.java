package dev.nightshift.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingReaderTest {

  @TempDir Path directory;

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("rows.csv"), content);
  }

  @Test
  void aHeaderNamesTheFeatures() throws IOException {
    Recording recording = RecordingReader.read(file("cpu, memory\n1,2\n3,\n"));

    assertThat(recording.features()).containsExactly("cpu", "memory");
    assertThat(recording.rows()[0]).containsExactly(1, 2);
    assertThat(recording.rows()[1][1]).as("a missing value").isNaN();
    assertThat(recording.column(1)).containsExactly(2, 0);
  }

  @Test
  void withoutAHeaderTheFeaturesAreNumbered() throws IOException {
    Recording recording = RecordingReader.read(file("1,2e3,nan\n4,5,6\n"));

    assertThat(recording.features()).containsExactly("m1", "m2", "m3");
    assertThat(recording.steps()).isEqualTo(2);
    assertThat(recording.rows()[0][1]).isEqualTo(2000);
  }

  @Test
  void readsGzip() throws IOException {
    Path file = directory.resolve("rows.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(RecordingReader.read(file).steps()).isEqualTo(2);
  }

  @Test
  void saysWhereARowIsWrong() {
    assertThatThrownBy(() -> RecordingReader.read(file("a,b\n1,2\n1,2,3\n")))
        .hasMessageContaining("rows.csv:3: 3 fields; expected 2");
    assertThatThrownBy(() -> RecordingReader.read(file("a,b\n1,2\n1,x\n")))
        .hasMessageContaining("rows.csv:3: 'x' in field 2; expected a number");
    assertThatThrownBy(() -> RecordingReader.read(file("a,a\n1,2\n")))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> RecordingReader.read(file("a,b\n")))
        .hasMessageContaining("no row of numbers");
  }

  @Test
  void labelsAreZeroOrOne() throws IOException {
    assertThat(RecordingReader.labels(file("label\n0\n1\n1\n"))).containsExactly(false, true, true);
    assertThatThrownBy(() -> RecordingReader.labels(file("label\n0\n2\n")))
        .hasMessageContaining("rows.csv:3: label 2.0; expected 0 or 1");
  }
}
