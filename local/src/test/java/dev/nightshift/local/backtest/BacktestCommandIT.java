package dev.nightshift.local.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import dev.nightshift.local.shop.fault.FaultKind;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.PlannedFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command over a recording of the shop in which recommendation crashes again and again. */
@Tag("slow")
class BacktestCommandIT {

  private static final String SHOP = "../jobs/shop.yaml";
  private static final Duration LENGTH = Duration.ofMinutes(12);

  @TempDir private static Path recording;
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void record() throws IOException {
    PlannedFault crash =
        new PlannedFault(0, 300_000, FaultKind.CRASH_LOOP, "recommendation", 0.7, 3_600_000);
    CollectorFiles.record(recording, new FaultSchedule(List.of(crash), List.of(), 1), LENGTH);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine command = NightshiftCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private JsonNode json() throws IOException {
    String[] lines = out.toString().strip().split("\n");
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }

  @Test
  void whatWouldHaveBeenDoneIsToldTheSameEveryTime() throws IOException {
    String report = directory.toString();
    assertThat(run("backtest", SHOP, recording.toString(), "--report", report, "--json"))
        .as(err.toString())
        .isZero();
    String first = out.toString();
    String page = Files.readString(directory.resolve("backtest.html"));

    JsonNode told = json();
    assertThat(told.path("refused")).isEmpty();
    assertThat(told.path("incidents")).as(first).hasSize(1);
    JsonNode incident = told.path("incidents").path(0);
    assertThat(incident.path("root_cause").asText()).isEqualTo("demo.shop/recommendation");
    assertThat(incident.path("fault_type").asText()).isEqualTo("crash_loop");
    assertThat(incident.path("would_do")).hasSize(1);
    assertThat(incident.path("would_do").path(0).path("action").asText())
        .isEqualTo("replace_instance");
    assertThat(incident.has("quiet")).as("nobody healed it").isFalse();
    assertThat(first).contains("would do", "lasts");
    assertThat(page).contains("<svg", "replace_instance");

    assertThat(run("backtest", SHOP, recording.toString(), "--report", report, "--json")).isZero();
    assertThat(out.toString()).isEqualTo(first);
    assertThat(Files.readString(directory.resolve("backtest.html"))).isEqualTo(page);
  }

  @Test
  void anotherPolicyIsComparedAndItsLimitNamed() throws IOException {
    Path careful = directory.resolve("careful.yaml");
    Files.writeString(
        careful,
        Files.readString(Path.of("../jobs/policies/shop.yaml"))
            .replace("max_actions_per_target_per_hour: 6", "max_actions_per_target_per_hour: 0")
            .replace(
                "rules:\n", "escalation: {levels: [{notify: [oncall], after: 0s}]}\nrules:\n"));

    assertThat(
            run(
                "backtest",
                SHOP,
                recording.toString(),
                "--policies",
                careful.toString(),
                "--compare",
                "--json"))
        .as(err.toString())
        .isZero();

    JsonNode told = json();
    assertThat(told.path("stopped_by").path("actions_per_target").asInt()).isPositive();
    assertThat(told.path("outcomes").path("acted").asInt()).isZero();
    assertThat(told.path("calls").asInt()).as("nothing else is allowed").isEqualTo(1);
    assertThat(told.path("as_the_job_file_has_it").path("outcomes").path("acted").asInt())
        .isEqualTo(1);
    assertThat(out.toString()).contains("stopped by actions_per_target");
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingRuns() throws IOException {
    assertThat(run("backtest", SHOP, directory.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none does not exist");
    assertThat(run("backtest", SHOP, recording.toString(), "--compare")).isEqualTo(2);
    assertThat(err.toString()).contains("--compare needs --policies or --models");
  }
}
