package dev.nightshift.local.rca;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on generated recordings, through the job's operators. */
@Tag("slow")
class RcaCommandIT {

  private static final String DEPLOYED =
      """
      {"specversion": "1.0", "id": "r7", "type": "com.example.deployment.finished",\
       "source": "/ci", "subject": "services/cart", "time": "%s", "data": {"summary": "cart r7"}}\
      """
          .formatted(Instant.ofEpochSecond(PlainCase.second(PlainCase.ONSET) - 45));

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine command = NightshiftCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private JsonNode ranked(String... arguments) throws IOException {
    assertThat(run(arguments)).as(err.toString()).isZero();
    String[] lines = out.toString().strip().split("\n");
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }

  private JsonNode only(String... arguments) throws IOException {
    return ranked(arguments).path("cases").path(0);
  }

  @Test
  void ranksAPlainRecordingWhateverTheParallelism() throws IOException {
    new PlainCase(directory).metrics(5).graph();
    String onset = String.valueOf(PlainCase.second(PlainCase.ONSET));

    JsonNode one = only("rca", directory.toString(), "--onset", onset, "--json");

    assertThat(one.path("ranking").path(0).asText()).isEqualTo("cart");
    assertThat(one.path("fault_type").asText()).isEqualTo("slow_service");
    assertThat(one.path("evidence")).isNotEmpty();
    assertThat(one.path("onset_estimated").asBoolean()).isFalse();
    assertThat(only("rca", directory.toString(), "--onset", onset, "--json", "--parallelism", "1"))
        .isEqualTo(one);
  }

  @Test
  void tellsTheOnsetThatNobodySaid() throws IOException {
    new PlainCase(directory).metrics(5).graph();

    JsonNode one = only("rca", directory.toString(), "--json");

    assertThat(Instant.parse(one.path("onset").asText()).getEpochSecond())
        .isEqualTo(PlainCase.second(PlainCase.ONSET));
    assertThat(one.path("onset_estimated").asBoolean()).isTrue();
    assertThat(one.path("ranking").path(0).asText()).isEqualTo("cart");
  }

  @Test
  void spansAndLogsShowThePathThatTheCodeNoLongerTakes() throws IOException {
    new PlainCase(directory).metrics(1).traces();
    String onset = String.valueOf(PlainCase.second(PlainCase.ONSET));

    JsonNode one = only("rca", directory.toString(), "--onset", onset, "--json");

    assertThat(one.path("ranking").path(0).asText()).isEqualTo("cart");
    assertThat(one.path("fault_type").asText()).isEqualTo("code_fault");
    assertThat(one.path("region").asText()).contains("asked for item").contains("reserved item");
  }

  @Test
  void aDeploymentJustBeforeIsToBlame() throws IOException {
    new PlainCase(directory).metrics(5).graph().events(DEPLOYED);

    JsonNode one = only("rca", directory.toString(), "--json");

    assertThat(one.path("ranking").path(0).asText()).isEqualTo("cart");
    assertThat(one.path("fault_type").asText()).isEqualTo("bad_deployment");
    assertThat(one.path("evidence").toString()).contains("cart r7");
  }

  @Test
  void nothingWrongBlamesNobody() throws IOException {
    new PlainCase(directory).metrics(1).graph().events(DEPLOYED);
    String onset = String.valueOf(PlainCase.second(PlainCase.ONSET));

    JsonNode one = only("rca", directory.toString(), "--onset", onset, "--json");

    assertThat(one.path("confidence").asDouble()).isLessThan(0.2);
    assertThat(one.path("blames").asBoolean()).isFalse();
    assertThat(run("rca", directory.toString(), "--onset", onset)).isZero();
    assertThat(out.toString()).contains("nothing is likely to be the cause");
  }

  @Test
  void asksInNormalOperationToo() throws IOException {
    Path one = directory.resolve("set/test/issue_0");
    new PlainCase(one).metrics(5);
    Files.writeString(
        one.resolve("target.json"),
        """
        {"target": {"node": "front", "metric": "latency", "timestamp": %d},
         "root_cause": {"node": "cart"}}
        """
            .formatted(PlainCase.second(PlainCase.ONSET)));
    new PlainCase(directory.resolve("set/noissue")).metrics(1);

    JsonNode root =
        ranked("rca", directory.toString(), "--directory", "--normal-times", "4", "--json");

    assertThat(root.path("service").path("ac1").asDouble()).isEqualTo(1);
    assertThat(root.path("specificity").path("times").asInt()).isEqualTo(4);
    assertThat(root.path("specificity").path("none_blamed").asInt()).isEqualTo(4);
    assertThat(root.path("calibration").path("as_given").path("cases").asInt()).isEqualTo(1);
    assertThat(root.path("calibration").has("held_out")).isFalse();
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    new PlainCase(directory)
        .metrics(5)
        .events("{\"service\": \"cart\", \"time\": 1, \"kind\": \"x\"}");

    assertThat(run("rca", directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("events.jsonl:1").contains("deployment");
  }
}
