package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nightshift resume}: takes a halt back. */
@Command(
    name = "resume",
    description = "Let automation act again after a halt.",
    mixinStandardHelpOptions = true)
public final class ResumeCommand extends ControlCommand {

  @Parameters(
      arity = "0..1",
      defaultValue = "*",
      paramLabel = "SYSTEM",
      description = "Default: everything.")
  private String scope;

  @Override
  protected ControlMessage complete(ControlMessage.Builder message, long now) {
    return message.setKind(ControlKind.RESUME).setScope(scope).build();
  }
}
