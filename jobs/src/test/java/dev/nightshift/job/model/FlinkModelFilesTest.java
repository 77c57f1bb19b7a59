package dev.nightshift.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.models.ModelFiles.FileInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkModelFilesTest {

  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void writesReplacesReadsListsAndDeletes() throws IOException {
    FlinkModelFiles files = new FlinkModelFiles(directory.toUri());

    files.writeAtomic("m/1/model.onnx", ONE);
    files.writeAtomic("m/champion", ONE);
    files.writeAtomic("m/champion", OTHER);

    assertThat(files.read("m/champion")).isEqualTo(OTHER);
    assertThat(files.list(""))
        .extracting(FileInfo::path)
        .containsExactlyInAnyOrder("m/1/model.onnx", "m/champion");
    assertThat(files.list("m/1")).extracting(FileInfo::size).containsExactly(3L);
    assertThat(files.exists("m/1/model.onnx")).isTrue();
    files.delete("m/1/model.onnx");
    files.delete("m/1/model.onnx");
    assertThat(files.exists("m/1/model.onnx")).isFalse();
  }

  @Test
  void nothingHalfWrittenIsLeftBehind() throws IOException {
    FlinkModelFiles files = new FlinkModelFiles(directory.toUri());

    files.writeAtomic("m/champion", ONE);

    try (var children = Files.list(directory.resolve("m"))) {
      assertThat(children.filter(file -> !file.getFileName().toString().endsWith(".crc")))
          .extracting(file -> file.getFileName().toString())
          .containsExactly("champion");
    }
  }

  @Test
  void aStoreThatIsNotThereYetIsEmpty() throws IOException {
    FlinkModelFiles files = new FlinkModelFiles(directory.resolve("none").toUri());

    assertThat(files.list("")).isEmpty();
    assertThat(files.exists("m/champion")).isFalse();
    assertThatThrownBy(() -> files.read("m/champion")).isInstanceOf(IOException.class);
  }

  @Test
  void pathsAreRelativeWhateverTheRootEndsWith() throws IOException {
    new FlinkModelFiles(directory.toUri()).writeAtomic("m/champion", ONE);
    String bare = "file:" + directory.toAbsolutePath();

    assertThat(new FlinkModelFiles(URI.create(bare)).list(""))
        .extracting(FileInfo::path)
        .containsExactly("m/champion");
  }
}
