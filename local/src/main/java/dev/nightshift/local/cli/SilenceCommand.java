package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nightshift silence}: no incidents for a while, for example during maintenance. */
@Command(
    name = "silence",
    description = "Silence an incident, entity or system for a while.",
    mixinStandardHelpOptions = true)
public final class SilenceCommand extends ControlCommand {

  @Parameters(paramLabel = "SCOPE", description = "Incident, entity or system.")
  private String scope;

  @Option(
      names = "--for",
      defaultValue = "1h",
      paramLabel = "30m",
      converter = DurationConverter.class,
      description = "How long (${DEFAULT-VALUE}).")
  private Duration duration;

  @Option(names = "--off", description = "End the silence instead.")
  private boolean off;

  @Override
  protected ControlMessage complete(ControlMessage.Builder message, long now) {
    return off
        ? message.setKind(ControlKind.UNSILENCE).setScope(scope).build()
        : message
            .setKind(ControlKind.SILENCE)
            .setScope(scope)
            .setUntil(now + duration.toMillis())
            .build();
  }
}
