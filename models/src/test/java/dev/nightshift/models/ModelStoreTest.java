package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

  @TempDir private Path root;

  @Test
  void showsWhatWasPublishedNewestLast() throws IOException {
    ModelStore store = store();
    store.publish("b", "v2", bytes("two"), Map.of("report.md", bytes("good")));
    store.publish("b", "v1", bytes("one"), Map.of());
    store.publish("a", "v9", bytes("nine"), Map.of());
    store.pointChampion("b", "v1");
    StoreSnapshot snapshot = store.snapshot();
    assertThat(snapshot.models())
        .extracting(StoredModel::id)
        .containsExactly("a@v9", "b@v1", "b@v2");
    assertThat(snapshot.models())
        .extracting(StoredModel::champion)
        .containsExactly(false, true, false);
    assertThat(snapshot.models().get(2).hash()).isEqualTo(Hashes.sha256(bytes("two")));
    assertThat(store.read(snapshot.models().get(2))).isEqualTo(bytes("two"));
    assertThat(root.resolve("b/v2/report.md")).hasContent("good");
  }

  @Test
  void ofSeveralFilesInOneVersionTheFirstKindCounts() throws IOException {
    LocalModelFiles files = new LocalModelFiles(root);
    files.writeAtomic("m/1/remote.json", bytes("elsewhere"));
    files.writeAtomic("m/1/model.onnx", bytes("here"));
    files.writeAtomic("m/1/model.pt", bytes("here too"));
    files.writeAtomic("m/2/remote.json", bytes("elsewhere"));
    assertThat(store().snapshot().models())
        .extracting(StoredModel::path)
        .containsExactly("m/1/model.onnx", "m/2/remote.json");
  }

  @Test
  void doesNotSeeHalfWrittenUploads() throws IOException {
    Files.createDirectories(root.resolve("a/v1"));
    Files.writeString(root.resolve("a/v1/report.md"), "first the report");
    Files.writeString(root.resolve("a/v1/.123.tmp"), "half");
    Files.writeString(root.resolve("a/v1/model.onnx.part"), "half");
    Files.createDirectories(root.resolve(".hidden/v1"));
    Files.writeString(root.resolve(".hidden/v1/model.onnx"), "x");
    assertThat(store().snapshot().models()).isEmpty();
  }

  @Test
  void waitsUntilACopiedFileHasSettled() throws IOException {
    Instant now = Instant.parse("2026-01-01T00:00:10Z");
    Path file = root.resolve("a/v1/model.onnx");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "half");
    ModelStore store =
        new ModelStore(
            new LocalModelFiles(root), Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(2));
    Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(1)));
    assertThat(store.snapshot().models()).isEmpty();
    Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(3)));
    assertThat(store.snapshot().models()).hasSize(1);
  }

  @Test
  void leavesNoDraftsBehindAndReplacesThePointer() throws IOException {
    ModelStore store = store();
    store.publish("a", "v1", bytes("one"), Map.of());
    store.publish("a", "v2", bytes("two"), Map.of());
    store.pointChampion("a", "v1");
    store.pointChampion("a", "v2");
    assertThat(store.champion("a")).contains("v2");
    assertThat(store.champion("b")).isEmpty();
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString()))
          .containsExactlyInAnyOrder("a/champion", "a/v1/model.onnx", "a/v2/model.onnx");
    }
  }

  @Test
  void aFailedWriteLeavesTheOldContentAndNoDraft() throws IOException {
    LocalModelFiles files = new LocalModelFiles(root);
    Files.createDirectories(root.resolve("a/champion/inside"));
    assertThatThrownBy(() -> files.writeAtomic("a/champion", bytes("v1")))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(root.resolve("a"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void neverChangesAVersionAndPointsOnlyToWhatExists() throws IOException {
    ModelStore store = store();
    store.publish("a", "v1", bytes("one"), Map.of());
    store.publish("a", "v1", bytes("one"), Map.of());
    assertThatThrownBy(() -> store.publish("a", "v1", bytes("other"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never changes");
    assertThatThrownBy(() -> store.pointChampion("a", "v2"))
        .isInstanceOf(IllegalArgumentException.class);
    for (String name : List.of("../a", "", "a/b", ".a")) {
      assertThatThrownBy(() -> store.publish(name, "v1", bytes("x"), Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new LocalModelFiles(root).read("../secret"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ModelStore store() {
    return new ModelStore(new LocalModelFiles(root));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
