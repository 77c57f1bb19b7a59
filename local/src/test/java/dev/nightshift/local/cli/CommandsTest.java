package dev.nightshift.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.local.NightshiftCommand;
import dev.nightshift.remedy.ControlKey;
import dev.nightshift.remedy.ControlSigner;
import dev.nightshift.remedy.ControlVerdict;
import dev.nightshift.remedy.ControlVerifier;
import dev.nightshift.remedy.Role;
import dev.nightshift.remedy.SeenControls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandsTest {

  private static final Instant ONSET = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir private Path directory;

  private static ControlMessage message(ControlCommand command, String... args) throws Exception {
    new CommandLine(command).parseArgs(args);
    command.setClock(Clock.fixed(ONSET, ZoneOffset.UTC));
    return command.message();
  }

  @Test
  void aSilenceEndsAfterItsDuration() throws Exception {
    ControlMessage message =
        message(new SilenceCommand(), "demo.shop/orders", "--for", "30m", "--author", "ada");

    assertThat(message.getKind()).isEqualTo(ControlKind.SILENCE);
    assertThat(message.getScope()).isEqualTo("demo.shop/orders");
    assertThat(message.getAuthor()).isEqualTo("ada");
    assertThat(message.getUntil()).isEqualTo(ONSET.plusSeconds(1800).toEpochMilli());
    assertThat(message(new SilenceCommand(), "x", "--off").getKind())
        .isEqualTo(ControlKind.UNSILENCE);
  }

  @Test
  void aHaltHoldsForEverythingUnlessNarrowed() throws Exception {
    assertThat(message(new HaltCommand()).getScope()).isEqualTo("*");
    assertThat(message(new ResumeCommand(), "demo.shop").getScope()).isEqualTo("demo.shop");
  }

  @Test
  void whoIsAtItSaysSo() throws Exception {
    ControlMessage message = message(new AcknowledgeCommand(), "demo.shop~1", "--author", "ada");

    assertThat(message.getKind()).isEqualTo(ControlKind.ACKNOWLEDGE);
    assertThat(message.getScope()).isEqualTo("demo.shop~1");
  }

  @Test
  void theShippedPoliciesAreValidAndAMistakeHasItsLine() throws Exception {
    assertThat(run(new PoliciesCommand(), "check", "../jobs/policies").code()).isZero();

    Path wrong =
        Files.writeString(
            directory.resolve("wrong.yaml"),
            "version: v\nactions: {a: {risk: low, idempotent: true}}\nrules: [{name: r, actions: [b]}]\nlimits: {cooldown: soon}\n");
    Result text = run(new PoliciesCommand(), "check", wrong.toString());
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.text())
        .contains("wrong.yaml:3", "unknown action 'b'", "wrong.yaml:4", "found 'soon'");
    Result json = run(new PoliciesCommand(), "check", wrong.toString(), "--json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(json.text()).get(0).get("errors").findValues("line"))
        .extracting(JsonNode::asInt)
        .containsExactly(3, 4);
    assertThat(run(new PoliciesCommand(), "check", "nowhere").text()).contains("nowhere");
    assertThat(run(new PoliciesCommand()).code()).isEqualTo(2);
  }

  @Test
  void wrongUsageIsExitCodeTwo() {
    assertThat(run(new SilenceCommand(), "x", "--for", "soon").code()).isEqualTo(2);
    assertThat(run(new LabelCommand(), "i1", "nonsense").code()).isEqualTo(2);
  }

  @Test
  void anUnknownSystemIsExitCodeOneWithAHint() {
    Result result =
        run(new IncidentsCommand(), "--connection-file", directory.resolve("none").toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text()).contains("jdbc.url is not known").contains("--jdbc-url");
  }

  @Test
  void theJobsVerifierAcceptsWhatIsSignedHere() throws Exception {
    String secret = "0123456789abcdef";
    ControlSigner signer =
        ConnectionOptions.with(
                Map.of("NIGHTSHIFT_CONTROL_KEY_ID", "k1", "NIGHTSHIFT_CONTROL_KEY", secret))
            .signer();
    ControlMessage signed =
        signer.sign(message(new HaltCommand(), "--author", "ada", "--installation", "shop-eu"));
    ControlVerifier verifier =
        new ControlVerifier(
            Map.of("k1", new ControlKey("k1", Role.OPERATOR, secret)), "shop-eu", 60_000, 10);
    ControlMessage forged = ControlMessage.newBuilder(signed).setScope("other").build();

    long now = ONSET.toEpochMilli();
    assertThat(verifier.verify(signed, new SeenControls(), now).accepted()).isTrue();
    assertThat(verifier.verify(forged, new SeenControls(), now).accepted()).isFalse();
    ControlMessage unaddressed = signer.sign(message(new HaltCommand(), "--author", "ada"));
    assertThat(verifier.verify(unaddressed, new SeenControls(), now).reason())
        .isEqualTo(ControlVerdict.Reason.FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true_positive", "false_alarm", "missed", "right_cause", "wrong_cause"})
  void labelsAreWrittenAsInTheContract(String label) throws Exception {
    LabelCommand command = new LabelCommand();
    CommandLine line = NightshiftCommand.commandLine().addSubcommand("told", command);
    line.parseArgs("told", "i1", label);

    assertThat(command.message().getLabel()).isEqualTo(label);
    assertThat(command.message().getKind()).isEqualTo(ControlKind.LABEL);
  }

  @Test
  void telemetryCannotDriveTheTerminal() throws Exception {
    StringWriter text = new StringWriter();
    IncidentView incident =
        new IncidentView(
            "i1",
            "s",
            "RESOLVED",
            "leak \u001b[2J in @|red orders|@",
            "s/orders",
            "memory_leak",
            0.8,
            "auto",
            ONSET,
            ONSET.plusSeconds(95),
            List.of("s/orders"),
            new ObjectMapper().readTree("[]"),
            new HandlingView(
                "",
                new ObjectMapper().readTree("[]"),
                new ObjectMapper().readTree("[]"),
                0,
                null,
                "",
                "",
                List.of()));

    new IncidentTable(new PrintWriter(text, true), Ansi.ON).print(List.of(incident), ONSET);

    assertThat(text.toString())
        .contains("leak  [2J in @|red orders|@")
        .contains("\u001b[32mRESOLVED\u001b[39m");
  }

  @ParameterizedTest
  @CsvSource({"42,42s", "95,1m 35s", "7380,2h 03m", "273600,3d 04h"})
  void lengthsHaveTwoUnits(long seconds, String words) {
    assertThat(Words.length(Duration.ofSeconds(seconds))).isEqualTo(words);
    assertThat(Words.ago(ONSET, ONSET.plusSeconds(seconds))).isEqualTo(words + " ago");
    assertThat(Words.ago(ONSET.plusSeconds(seconds), ONSET)).isEqualTo("in " + words);
  }

  private record Result(int code, String text) {}

  private static Result run(Object command, String... args) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    int code =
        new CommandLine(command)
            .setOut(writer)
            .setErr(writer)
            .setExecutionExceptionHandler(new CommandErrors())
            .execute(args);
    return new Result(code, text.toString());
  }
}
