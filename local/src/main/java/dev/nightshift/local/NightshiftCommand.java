package dev.nightshift.local;

import dev.nightshift.feature.DefaultFeatures;
import dev.nightshift.local.backtest.BacktestCommand;
import dev.nightshift.local.cli.AcknowledgeCommand;
import dev.nightshift.local.cli.ApproveCommand;
import dev.nightshift.local.cli.AuditCommand;
import dev.nightshift.local.cli.CommandErrors;
import dev.nightshift.local.cli.DoctorCommand;
import dev.nightshift.local.cli.HaltCommand;
import dev.nightshift.local.cli.IncidentsCommand;
import dev.nightshift.local.cli.LabelCommand;
import dev.nightshift.local.cli.PoliciesCommand;
import dev.nightshift.local.cli.RejectCommand;
import dev.nightshift.local.cli.ResumeCommand;
import dev.nightshift.local.cli.RunCommand;
import dev.nightshift.local.cli.SilenceCommand;
import dev.nightshift.local.cli.SubmitCommand;
import dev.nightshift.local.cli.VersionProvider;
import dev.nightshift.local.cli.logs.EvaluateLogsCommand;
import dev.nightshift.local.cli.patterns.PatternsCommand;
import dev.nightshift.local.demo.DemoCommand;
import dev.nightshift.local.demo.ShopModelsCommand;
import dev.nightshift.local.evaluate.EvaluateCommand;
import dev.nightshift.local.forecast.EvaluateForecastCommand;
import dev.nightshift.local.models.ModelsCommand;
import dev.nightshift.local.nab.EvaluateNabCommand;
import dev.nightshift.local.rca.RcaCommand;
import dev.nightshift.local.replay.ReplayCommand;
import dev.nightshift.training.cli.TrainCommand;
import java.time.Clock;
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
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      SubmitCommand.class,
      ReplayCommand.class,
      BacktestCommand.class,
      RcaCommand.class,
      IncidentsCommand.class,
      AuditCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      AcknowledgeCommand.class,
      LabelCommand.class,
      SilenceCommand.class,
      HaltCommand.class,
      ResumeCommand.class,
      PoliciesCommand.class,
      ModelsCommand.class,
      PatternsCommand.class,
      EvaluateLogsCommand.class,
      ShopModelsCommand.class,
      EvaluateCommand.class,
      EvaluateNabCommand.class,
      EvaluateForecastCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    })
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
            .addSubcommand(new TrainCommand(DefaultFeatures.SERVICE, Clock.systemUTC()))
            .setExecutionExceptionHandler(errors)
            .setParameterExceptionHandler(errors)
            .setCaseInsensitiveEnumValuesAllowed(true);
    line.getCommandSpec()
        .usageMessage()
        .footer(
            "",
            "Examples:",
            "  nightshift doctor                 is this machine ready?",
            "  nightshift demo                   a night in a simulated shop, healed",
            "  nightshift run jobs/observe.yaml  watch a system of your own, on this machine",
            "  nightshift incidents              what happened",
            "  nightshift help COMMAND           what a command does, with examples");
    return line;
  }
}
