package dev.nightshift.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.local.cli.UserException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class NightshiftCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      NightshiftCommand.commandLine()
          .addSubcommand(new Failing(new UserException("The job file is empty.")))
          .addSubcommand(
              "broken",
              new Failing(
                  new IllegalStateException(
                      "No broker", new java.io.IOException("Connection refused"))));

  private int run(String... arguments) {
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
  }

  @Test
  void helpListsCommandsExamplesAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("doctor", "Examples:", "Exit codes:", "2   wrong command");
  }

  @Test
  void everyCommandHasADescriptionAndHelp() {
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              if (command.getCommand() instanceof Failing) {
                return;
              }
              assertThat(command.getCommandSpec().usageMessage().description())
                  .as(name)
                  .isNotEmpty();
              if (!name.equals("help")) {
                assertThat(run(name, "--help")).as(name).isZero();
              }
            });
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).matches("(?s)nightshift \\d+\\.\\d+\\.\\d+.*Java 17.*");
  }

  @Test
  void aMisspeltCommandIsAUsageErrorWithASuggestion() {
    assertThat(run("docter")).isEqualTo(2);
    assertThat(err.toString()).contains("docter").contains("nightshift doctor");
  }

  @Test
  void anUnknownOptionIsAUsageError() {
    assertThat(run("doctor", "--port", "many")).isEqualTo(2);
    assertThat(err.toString()).contains("many").contains("nightshift doctor --help");
  }

  @Test
  void aFailureIsToldInWordsAndWithoutStackTrace() {
    assertThat(run("failing")).isEqualTo(1);
    assertThat(err.toString())
        .contains("nightshift: The job file is empty.")
        .doesNotContain("\tat ", "Exception");
  }

  @Test
  void anUnforeseenFailureTellsItsCauses() {
    assertThat(run("broken")).isEqualTo(1);
    assertThat(err.toString())
        .contains("No broker", "because: Connection refused")
        .doesNotContain("\tat ");
  }

  @Command(name = "failing")
  private static final class Failing implements Callable<Integer> {
    private final RuntimeException failure;

    Failing(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() {
      throw failure;
    }
  }
}
