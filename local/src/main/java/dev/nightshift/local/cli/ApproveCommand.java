package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import java.sql.Connection;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code nightshift approve}: yes to the action that waits for approval, and to no other: the
 * message carries the hash of what was shown.
 */
@Command(
    name = "approve",
    description = "Allow the action that waits for approval.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What is shown is what is approved: if the plan changes meanwhile, the approval is refused.",
      "Show it first: nightshift incidents INCIDENT",
      "",
      "Example:",
      "  nightshift approve demo.shop~3f9c2a71de --reason \"seen, go\""
    })
public final class ApproveCommand extends ControlCommand {

  @Parameters(paramLabel = "INCIDENT")
  private String incident;

  @Override
  protected ControlMessage complete(ControlMessage.Builder message, long now) throws SQLException {
    try (Connection database = connection.database()) {
      IncidentView found =
          IncidentQueries.one(database, incident)
              .orElseThrow(() -> new UserException("there is no incident " + incident));
      if (!found.state().equals("AWAITING_APPROVAL") || found.actions().isEmpty()) {
        throw new UserException(incident + " waits for no approval: it is " + found.state());
      }
      JsonNode action = found.actions().get(found.actions().size() - 1);
      say(
          "approving: %s on %s %s"
              .formatted(
                  action.path("action").asText(),
                  action.path("target").asText(),
                  action.path("parameters")));
      PlanPrinter.steps(found).forEach(step -> say("  " + step));
      say("risk:      " + Words.clean(action.path("risk").asText()));
      say("because:   " + Words.clean(action.path("reason").asText()));
      String trial = Words.clean(action.path("dryRun").asText());
      say("trial run: " + (trial.isEmpty() ? "no answer yet" : trial));
      HandlingView handling = found.handling();
      if (handling.approvalsNeeded() > 1) {
        say(
            "people:    %d of %d different ones have approved"
                .formatted(handling.approvals().size(), handling.approvalsNeeded()));
      }
      return message
          .setKind(ControlKind.APPROVE)
          .setScope(incident)
          .setSubject(ShownPlan.hash(found))
          .build();
    }
  }
}
