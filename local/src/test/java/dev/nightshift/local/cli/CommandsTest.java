package dev.nightshift.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandsTest {

  private static final Instant ONSET = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir private Path directory;

  @BeforeAll
  static void trust() {}

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
  void theSignatureCoversEveryField() throws Exception {
    MessageSigner signer = new HmacSigner("k1", "0123456789abcdef");
    ControlMessage signed = signer.sign(message(new HaltCommand(), "--author", "ada"));

    assertThat(signed.getKeyId()).isEqualTo("k1");
    assertThat(signed.getSignature()).matches("[0-9a-f]{64}");
    assertThat(signer.sign(signed).getSignature()).isEqualTo(signed.getSignature());
    ControlMessage forged = ControlMessage.newBuilder(signed).setScope("other").build();
    assertThat(signer.sign(forged).getSignature()).isNotEqualTo(signed.getSignature());
  }

  @Test
  void theTableAlignsAndTelemetryCannotDriveTheTerminal() throws Exception {
    StringWriter text = new StringWriter();
    IncidentView incident =
        new IncidentView(
            "i1",
            "s",
            "RESOLVED",
            "leak \u001b[2J in orders",
            "s/orders",
            "memory_leak",
            0.8,
            ONSET,
            ONSET.plusSeconds(95),
            new ObjectMapper().readTree("[]"));

    new IncidentPrinter(new PrintWriter(text, true), Ansi.OFF).table(List.of(incident), ONSET);

    assertThat(text.toString().lines().toList())
        .containsExactly(
            "ID  ONSET (UTC)             LASTED  STATE              CAUSE                         TITLE",
            "i1  2026-03-01 00:00:00     1m 35s  RESOLVED           memory_leak 80 %              leak  [2J in orders");
  }

  private record Result(int code, String text) {}

  private static Result run(Object command, String... args) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    int code =
        new CommandLine(command)
            .setOut(writer)
            .setErr(writer)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args);
    return new Result(code, text.toString());
  }
}
