package dev.nightshift.local.cli.patterns;

import picocli.CommandLine.Command;

/** {@code nightshift patterns}: what one does with pattern files before the job gets them. */
@Command(
    name = "patterns",
    description = "Check, try out and draw pattern files.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PatternsCheckCommand.class,
      PatternsTestCommand.class,
      PatternsDrawCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  nightshift patterns check cep-patterns/patterns",
      "  nightshift patterns test cep-patterns/cases",
      "  nightshift patterns draw cep-patterns/patterns/oom_kill.yaml --to oom_kill.svg"
    })
public final class PatternsCommand {}
