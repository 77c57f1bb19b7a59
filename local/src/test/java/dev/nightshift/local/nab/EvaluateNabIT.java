package dev.nightshift.local.nab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command over a corpus of one made-up file. */
@Tag("slow")
class EvaluateNabIT {

  private static final int ROWS = 2_000;
  private static final int FAULT = 1_500;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("data/madeUp"));
    StringBuilder csv = new StringBuilder("timestamp,value\n");
    Random random = new Random(5);
    for (int row = 0; row < ROWS; row++) {
      double value = 50 + random.nextGaussian() + (row >= FAULT && row < FAULT + 20 ? 40 : 0);
      csv.append(time(row)).append(',').append(value).append('\n');
    }
    Files.writeString(directory.resolve("data/madeUp/cpu.csv"), csv);
    Files.writeString(
        directory.resolve("windows.json"),
        "{\"madeUp/cpu.csv\": [[\"%s.000000\", \"%s.000000\"]]}"
            .formatted(time(FAULT - 50), time(FAULT + 50)));
    Files.writeString(
        directory.resolve("profiles.json"),
        "{\"standard\": {\"CostMatrix\": {\"tpWeight\": 1, \"fnWeight\": 1, \"fpWeight\": 0.11}}}");
  }

  private static String time(int row) {
    return LocalDateTime.of(2014, 2, 14, 14, 30).plusMinutes(5L * row).format(TIME);
  }

  private int run() {
    CommandLine line = NightshiftCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute("evaluate-nab", directory.toString(), "--json");
  }

  @Test
  void aFaultInItsWindowIsFoundWhereItBegins() throws IOException {
    assertThat(run()).as(err.toString()).isZero();
    String[] lines = out.toString().strip().split("\n");
    JsonNode scores = new ObjectMapper().readTree(lines[lines.length - 1]);
    // Found in the middle of the window is worth 93.
    assertThat(scores.path("standard").doubleValue()).isBetween(91.0, 94.0);
    // Its own threshold fires about once in a thousand steps of noise, and each time costs eleven.
    assertThat(scores.path("standard_own_threshold").doubleValue()).isBetween(50.0, 94.0);
    assertThat(out.toString()).contains("madeUp/cpu");
  }

  @Test
  void aBadRowIsNamed() throws IOException {
    Files.writeString(directory.resolve("data/madeUp/cpu.csv"), "timestamp,value\nnow,3\n");
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("cpu.csv:2: expected '2014-04-01 00:00:00,12.5'");
  }
}
