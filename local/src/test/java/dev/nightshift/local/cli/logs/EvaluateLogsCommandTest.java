package dev.nightshift.local.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateLogsCommandTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = NightshiftCommand.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    try (var writer =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      writer.write(text);
    }
  }

  @Test
  void groupingCountsLinesWhoseGroupIsJustRight() {
    GroupingScore score =
        GroupingScore.of(List.of("a", "a", "b", "c", "c"), List.of("1", "1", "2", "2", "3"));
    assertThat(score.ga()).isEqualTo(0.4);
    assertThat(score.fga()).isCloseTo(1 / 3.0, within(1e-9));
  }

  @Test
  void scoresTemplatesAndSessions() throws Exception {
    write(
        directory.resolve("Tiny/Tiny_2k.log_structured_corrected.csv.gz"),
        """
        LineId,Content,EventId,EventTemplate
        1,user 7 logged in,E1,user <*> logged in
        2,user 8 logged in,E1,user <*> logged in
        3,"disk, full",E2,"disk, full"
        """);
    StringBuilder events = new StringBuilder("time,level,component,session,message\n");
    StringBuilder labels = new StringBuilder("session,anomaly\n");
    for (int i = 0; i < 40; i++) {
      boolean abnormal = i % 10 == 9;
      events.append("t,INFO,c,s").append(i).append(",opened ").append(i).append('\n');
      if (!abnormal) {
        events.append("t,INFO,c,s").append(i).append(",closed ").append(i).append('\n');
      }
      labels.append('s').append(i).append(abnormal ? ",1\n" : ",0\n");
    }
    write(directory.resolve("blocks/events.csv.gz"), events.toString());
    write(directory.resolve("blocks/labels.csv.gz"), labels.toString());

    assertThat(run("evaluate-logs", directory.toString(), "--json")).isZero();
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.at("/templates/ga").asDouble()).isEqualTo(1);
    JsonNode sessions = answer.at("/sessions/blocks/half_held_back");
    assertThat(sessions.get("f1").asDouble()).isEqualTo(1);
    assertThat(sessions.get("learned").asInt()).isEqualTo(18);
    assertThat(sessions.get("judged").asInt()).isEqualTo(22);
  }

  @Test
  void saysWhatItLooksFor() {
    assertThat(run("evaluate-logs", directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("log_structured_corrected.csv", "events.csv.gz");
  }
}
