package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nightshift label}: a person's verdict on an incident. */
@Command(
    name = "label",
    description = "Say whether an incident was real and its cause right.",
    mixinStandardHelpOptions = true)
public final class LabelCommand extends ControlCommand {

  /** The verdicts of ControlMessage.label. */
  enum Label {
    TRUE_POSITIVE,
    FALSE_ALARM,
    MISSED,
    RIGHT_CAUSE,
    WRONG_CAUSE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Or an entity, with missed.")
  private String scope;

  @Parameters(index = "1", paramLabel = "LABEL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Label label;

  @Option(
      names = "--correction",
      defaultValue = "",
      paramLabel = "ENTITY[:FAULT]",
      description = "With wrong_cause: the right one.")
  private String correction;

  @Override
  protected ControlMessage complete(ControlMessage.Builder message, long now) {
    if (label != Label.WRONG_CAUSE && !correction.isEmpty()) {
      throw new UserException("--correction goes with wrong_cause only");
    }
    return message
        .setKind(ControlKind.LABEL)
        .setScope(scope)
        .setLabel(label.toString())
        .setCorrection(correction)
        .build();
  }
}
