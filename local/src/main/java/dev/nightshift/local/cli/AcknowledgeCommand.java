package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code nightshift acknowledge}: a person is at it. Nobody further is called, and automation keeps
 * off the root cause.
 */
@Command(
    name = "acknowledge",
    description = "Say that you are at it: nobody further is called, automation keeps off.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift acknowledge demo.shop~3f9c2a71de --reason \"on it\""})
public final class AcknowledgeCommand extends ControlCommand {

  @Parameters(paramLabel = "INCIDENT")
  private String incident;

  @Override
  protected ControlMessage complete(ControlMessage.Builder message, long now) {
    return message.setKind(ControlKind.ACKNOWLEDGE).setScope(incident).build();
  }
}
