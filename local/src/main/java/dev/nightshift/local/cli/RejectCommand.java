package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nightshift reject}: no to the action that waits for approval. */
@Command(
    name = "reject",
    description = "Refuse the action that waits for approval.",
    mixinStandardHelpOptions = true)
public final class RejectCommand extends ControlCommand {

  @Parameters(paramLabel = "INCIDENT")
  private String incident;

  @Override
  protected ControlMessage complete(ControlMessage.Builder message, long now) {
    return message.setKind(ControlKind.REJECT).setScope(incident).build();
  }
}
