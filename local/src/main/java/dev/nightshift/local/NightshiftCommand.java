package dev.nightshift.local;

import dev.nightshift.local.cli.CommandErrors;
import dev.nightshift.local.cli.DoctorCommand;
import dev.nightshift.local.cli.VersionProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The {@code nightshift} command. A new command is a class in {@code cli} with picocli's
 * annotations and {@code Callable<Integer>}, and one more name in the list below.
 */
@Command(
    name = "nightshift",
    description =
        "Watches a distributed system, finds what broke, repairs it and checks the repair.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = CommandLine.ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the terminal says why, .nightshift/logs has the details",
      "2:wrong command, option or value"
    },
    subcommands = {DoctorCommand.class, HelpCommand.class})
public final class NightshiftCommand {

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /**
   * The command with all its commands and the handling of errors, for {@code main} and for tests.
   */
  public static CommandLine commandLine() {
    CommandErrors errors = new CommandErrors();
    CommandLine line =
        new CommandLine(new NightshiftCommand())
            .setExecutionExceptionHandler(errors)
            .setParameterExceptionHandler(errors)
            .setCaseInsensitiveEnumValuesAllowed(true);
    line.getCommandSpec()
        .usageMessage()
        .footer(
            "",
            "Examples:",
            "  nightshift doctor                 is this machine ready?",
            "  nightshift help COMMAND           what a command does, with examples");
    return line;
  }
}
