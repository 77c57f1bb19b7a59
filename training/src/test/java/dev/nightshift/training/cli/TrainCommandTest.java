package dev.nightshift.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:00Z"), ZoneOffset.UTC);

  @TempDir private Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void trainsFromACompressedCsvAndPublishes() throws IOException {
    Path csv = root.resolve("machine.csv.gz");
    write(csv, 600);
    int code = run("--from-csv", csv.toString(), "--entity", "smd/machine-1-1");
    assertThat(code).isZero();
    JsonNode model = new ObjectMapper().readTree(out.toString()).path("models").get(0);
    assertThat(model.path("model").asText()).isEqualTo("smd.machine-1-1");
    assertThat(model.path("version").asText()).isEqualTo("20260131-235900");
    assertThat(model.path("path").asText()).isEqualTo("smd.machine-1-1/20260131-235900/model.onnx");
    assertThat(root.resolve("store").resolve(model.path("path").asText())).exists();
    assertThat(err.toString()).contains("epoch 1 of at most");
  }

  @Test
  void saysWhenThereIsTooLittle() throws IOException {
    Path csv = root.resolve("machine.csv");
    Files.writeString(csv, "time,load\n10,1\n20,\n");
    assertThat(run("--from-csv", csv.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("at least");
    assertThat(root.resolve("store")).doesNotExist();
  }

  @Test
  void namesTheLineOfABadNumber() throws IOException {
    Path csv = root.resolve("machine.csv");
    Files.writeString(csv, "time,load\n10,1\n20,x\n");
    assertThat(run("--from-csv", csv.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("machine.csv:3: not a number");
  }

  private int run(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 3);
    all[arguments.length] = "--store";
    all[arguments.length + 1] = root.resolve("store").toString();
    all[arguments.length + 2] = "--json";
    return new CommandLine(new TrainCommand(List.of(), CLOCK))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  private static void write(Path file, int rows) throws IOException {
    Random random = new Random(1);
    try (OutputStream raw = Files.newOutputStream(file);
        PrintWriter csv =
            new PrintWriter(
                new OutputStreamWriter(new GZIPOutputStream(raw), StandardCharsets.UTF_8))) {
      csv.println("timestamp,load,memory");
      for (int i = 0; i < rows; i++) {
        csv.println(
            1_700_000_000 + 10 * i + "," + random.nextGaussian() + "," + (5 + random.nextFloat()));
      }
    }
  }
}
