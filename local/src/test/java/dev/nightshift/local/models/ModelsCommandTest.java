package dev.nightshift.local.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

  private static final String NAME = "demo.shop.orders";
  private static final Path SHIPPED = Path.of("../models/store", NAME, "1.0.0/model.onnx");

  @TempDir private Path store;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void fill() throws IOException {
    byte[] model = Files.readAllBytes(SHIPPED);
    put("1.0.0", model);
    // Latin-1 keeps every byte; a version of the same length keeps the file's structure.
    String text = new String(model, StandardCharsets.ISO_8859_1);
    put(
        "2.0.0",
        text.replace("\"version\":\"1.0.0\"", "\"version\":\"2.0.0\"")
            .getBytes(StandardCharsets.ISO_8859_1));
    put("3.0.0", Arrays.copyOf(model, model.length / 2));
  }

  private void put(String version, byte[] content) throws IOException {
    Path file = store.resolve(NAME).resolve(version).resolve("model.onnx");
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--store", store.toString()));
    return NightshiftCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private String champion() throws IOException {
    return Files.readString(store.resolve(NAME).resolve("champion")).strip();
  }

  @Test
  void listsNamesWithTheirChampions() throws IOException {
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains(NAME, "newest 3.0.0 of 3", "champion file: none");
    run("promote", NAME, "2.0.0");
    assertThat(run("list", "--json")).isZero();
    assertThat(json().get(0).get("champion").asText()).isEqualTo("2.0.0");
  }

  @Test
  void verifySaysWhatIsWrongAndHowToMendIt() throws IOException {
    assertThat(run("verify")).isOne();
    assertThat(out.toString())
        .contains("ok       " + NAME + "@1.0.0", "refused  " + NAME + "@3.0.0: not_a_graph:")
        .contains("Export it again and copy it whole");
    assertThat(run("verify", NAME + "@2.0.0", "--json")).isZero();
    assertThat(json().get(0).get("fit").asBoolean()).isTrue();
    assertThat(run("verify", SHIPPED.toString())).as("a file outside the store").isZero();
    assertThat(run("verify", "nowhere.onnx")).isOne();
    assertThat(err.toString()).contains("there is no file nowhere.onnx");
  }

  @Test
  void aModelWhoseRuntimeIsNotThereIsRefusedAndSaysWhereToPutIt() throws IOException {
    // The manifest as it lies in the ONNX file: from its first key to the end of the metadata.
    String text = new String(Files.readAllBytes(SHIPPED), StandardCharsets.ISO_8859_1);
    int from = text.indexOf("{\"calibration\"");
    String manifest = text.substring(from, text.lastIndexOf('}') + 1);
    Path file = store.resolve(NAME).resolve("4.0.0").resolve("model.savedmodel.zip");
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("assets.extra/nightshift.manifest"));
      zip.write(manifest.replace("1.0.0", "4.0.0").getBytes(StandardCharsets.ISO_8859_1));
    }

    assertThat(run("verify", NAME + "@4.0.0")).isOne();
    assertThat(out.toString())
        .contains("no_runtime: TensorFlow is not there", "tensorflow-core-api", "Flink's lib/");
    assertThat(run("verify", file.toString())).as("as a file").isOne();
    assertThat(out.toString()).contains("no_runtime");
  }

  @Test
  void promotesAndGoesBack() throws IOException {
    assertThat(run("promote", NAME, "1.0.0")).isZero();
    assertThat(run("promote", NAME, "2.0.0")).isZero();
    assertThat(champion()).isEqualTo("2.0.0");
    assertThat(run("rollback", NAME)).isZero();
    assertThat(champion()).isEqualTo("1.0.0");
    assertThat(run("rollback", NAME)).as("there is nothing before").isOne();
    assertThat(err.toString()).contains("no version of " + NAME + " before 1.0.0");
  }

  @Test
  void aBrokenVersionIsNotPromoted() throws IOException {
    run("promote", NAME, "1.0.0");
    assertThat(run("promote", NAME, "3.0.0")).isOne();
    assertThat(err.toString()).contains("not_a_graph", "Export it again");
    assertThat(champion()).isEqualTo("1.0.0");
  }

  @Test
  void aPinHoldsUntilItIsTakenAway() throws IOException {
    assertThat(run("pin", NAME, "1.0.0")).isZero();
    assertThat(champion()).isEqualTo("1.0.0");
    assertThat(run("promote", NAME, "2.0.0")).isOne();
    assertThat(err.toString()).contains("is pinned to 1.0.0", "models unpin");
    assertThat(run("unpin", NAME)).isZero();
    assertThat(run("unpin", NAME)).isOne();
    assertThat(run("promote", NAME, "2.0.0")).isZero();
  }

  @Test
  void showsVersionsAndSaysThatTheJobIsNotKnown() throws IOException {
    String nowhere = store.resolve("none").toString();
    assertThat(run("show", NAME, "--connection-file", nowhere)).isZero();
    assertThat(out.toString()).contains("1.0.0", "2.0.0", "jdbc.url is not known");
    assertThat(run("show", NAME, "--json", "--connection-file", nowhere)).isZero();
    assertThat(json().get("versions")).hasSize(3);
    assertThat(json().get("eventsMissing").asText()).contains("jdbc.url");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(run("show", "typo")).isOne();
    assertThat(err.toString()).contains("no model typo", NAME);
    assertThat(run("promote", NAME, "9")).isOne();
    assertThat(err.toString()).contains("there are 1.0.0, 2.0.0, 3.0.0");
    assertThat(run()).as("no sub-command").isEqualTo(2);
  }

  @Test
  void aMissingStoreIsAnError() {
    store = store.resolve("missing");
    assertThat(run("list")).isOne();
    assertThat(err.toString()).contains("there is no model store");
  }
}
