package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nightshift halt}: no more actions until resumed. */
@Command(
    name = "halt",
    description = "Stop all automatic action at once.",
    mixinStandardHelpOptions = true)
public final class HaltCommand extends ControlCommand {

  @Parameters(
      arity = "0..1",
      defaultValue = "*",
      paramLabel = "SYSTEM",
      description = "Default: everything.")
  private String scope;

  @Override
  protected ControlMessage complete(ControlMessage.Builder message, long now) {
    return message.setKind(ControlKind.HALT).setScope(scope).build();
  }
}
