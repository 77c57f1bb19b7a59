package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArchiveTest {

  @TempDir private Path root;

  @Test
  void unpacksFoldersAndFindsTexts() throws IOException {
    byte[] zip = zip(Map.of("a/", "", "a/b/one", "1", "two", "2"));
    Path folder = Files.createDirectory(root.resolve("to"));
    new ModelArchive(zip).unpack(folder);
    assertThat(folder.resolve("a/b/one")).hasContent("1");
    assertThat(folder.resolve("two")).hasContent("2");
    assertThat(new ModelArchive(zip).text("two"::equals)).hasValue("2");
    assertThat(new ModelArchive(zip).text("three"::equals)).isEmpty();
  }

  @Test
  void nothingIsWrittenOutsideOfTheFolder() throws IOException {
    Path folder = Files.createDirectory(root.resolve("to"));
    for (String name :
        new String[] {"../x", "a/../../x", root.resolve("x").toString(), ".", "a\0b"}) {
      byte[] zip = zip(Map.of(name, "gotcha"));
      assertThatThrownBy(() -> new ModelArchive(zip).unpack(folder))
          .as(name)
          .isInstanceOf(IOException.class);
    }
    assertThat(root.resolve("x")).doesNotExist();
    // What looks as if it left and does not.
    new ModelArchive(zip(Map.of("a/../fine", "1"))).unpack(folder);
    assertThat(folder.resolve("fine")).hasContent("1");
  }

  @Test
  void aBombIsStoppedWhileItUnpacks() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      files.put("part-" + i, "0".repeat(10_000));
    }
    byte[] zip = zip(files);
    assertThat(zip).hasSizeLessThan(3_000);
    Path folder = Files.createDirectory(root.resolve("to"));
    assertThatThrownBy(() -> new ModelArchive(zip, 50_000, 100).unpack(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 50000 bytes");
    assertThat(folder.toFile().list()).hasSizeLessThan(7);
    assertThatThrownBy(() -> new ModelArchive(zip, 50_000, 100).text("none"::equals))
        .as("files that are passed over count too")
        .hasMessageContaining("more than 50000 bytes");
    assertThatThrownBy(() -> new ModelArchive(zip, 1_000_000, 9).text("none"::equals))
        .hasMessageContaining("more than 9 files");
    assertThat(new ModelArchive(zip, 100_000, 10).text("none"::equals)).isEmpty();
  }

  @Property(tries = 500)
  void aDamagedArchiveIsReadOrRefused(
      @ForAll @IntRange(max = 400) int at, @ForAll byte value, @ForAll boolean cut)
      throws IOException {
    byte[] zip = zip(Map.of("a/one", "1".repeat(100), "two", "2"));
    int place = at % zip.length;
    zip[place] = value;
    byte[] damaged = cut ? Arrays.copyOf(zip, place) : zip;
    try {
      assertThat(new ModelArchive(damaged).text("none"::equals)).isEmpty();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
