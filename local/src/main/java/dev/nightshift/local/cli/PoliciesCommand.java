package dev.nightshift.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nightshift policies}: what may be done, and why something was or was not. */
@Command(
    name = "policies",
    description = "Check policy files, and explain what policies decided.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PoliciesCheckCommand.class, PoliciesExplainCommand.class},
    footer = {
      "",
      "Examples:",
      "  nightshift policies check jobs/policies/default.yaml",
      "  nightshift policies explain demo.shop~3f9c2a71de"
    })
public final class PoliciesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
