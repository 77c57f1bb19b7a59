package dev.nightshift.local.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateForecastCommandTest {

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "evaluate-forecast";
    System.arraycopy(options, 0, arguments, 1, options.length);
    CommandLine line = NightshiftCommand.commandLine();
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
  }

  private JsonNode lastLine() throws IOException {
    String[] lines = out.toString().strip().split("\n");
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }

  @Test
  void simulatedLeaksAreForeseenWithFewerFalseAlarmsThanByALineThroughAnHour() throws IOException {
    assertThat(run("--seeds", "1", "--json")).isZero();

    JsonNode forecast = lastLine().get("forecast");
    JsonNode line = lastLine().get("line 1 h, for 5 min");
    assertThat(out.toString()).contains("garbage collector's saw", "foreseen", "false/day");
    assertThat(forecast.get("exhaustions").asInt()).isEqualTo(6);
    assertThat(forecast.get("foreseen").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(forecast.get("false_alarms_per_day").asDouble())
        .isLessThan(line.get("false_alarms_per_day").asDouble());
  }

  @Test
  void drivesAreScoredInFoldsOfWholeDrives() throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "serial_number,tstart,tstop,fails,smart_5,smart_10,smart_12,smart_187,smart_188,"
                + "smart_189,smart_196,smart_197,smart_198\n");
    for (int drive = 0; drive < 60; drive++) {
      boolean fails = drive % 3 == 0;
      for (int month = 0; month < 12; month++) {
        int errors = fails ? month * month : 0;
        csv.append("S").append(drive).append(',').append(month * 720).append(',');
        csv.append((month + 1) * 720).append(',').append(fails && month == 11 ? 1 : 0);
        csv.append(',').append(errors).append(",0,5,0,0,,,").append(errors).append(",0\n");
      }
    }
    Path file = Files.writeString(directory.resolve("drives.csv"), csv);

    assertThat(run("--drives", file.toString(), "--json")).isZero();

    assertThat(lastLine().get("forecast").get("detected").asDouble()).isEqualTo(1);
    assertThat(lastLine().get("forecast").get("auc_pr").asDouble()).isGreaterThan(0.8);
    assertThat(lastLine().get("logistic").get("concordance").asDouble()).isGreaterThan(0.8);
  }

  @Test
  void recordedSeriesNeverReachTheirLimits() throws IOException {
    StringBuilder csv = new StringBuilder("a,still\n");
    for (int i = 0; i < 3000; i++) {
      csv.append(i % 100).append(",7\n");
    }
    Files.createDirectory(directory.resolve("one"));
    Files.writeString(directory.resolve("one/test.csv"), csv);

    assertThat(run("--recorded", directory.toString(), "--json")).isZero();

    assertThat(lastLine().get("forecast").get("exhaustions").asInt()).isZero();
    assertThat(out.toString()).as("what never moves says nothing").contains("forecast");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertThat(run("--drives", directory.resolve("none.csv").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file");
    Path wrong = Files.writeString(directory.resolve("wrong.csv"), "a,b\n1,2\n");
    assertThat(run("--drives", wrong.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no column 'serial_number'");
    assertThat(run("--recorded", directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("holds test.csv");
    assertThat(run("--seeds", "0")).isEqualTo(1);
  }
}
