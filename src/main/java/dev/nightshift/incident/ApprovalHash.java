package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a person approves: SHA-256 over the plan as it is shown. An approval whose subject is
 * another hash was given for another plan and is refused.
 *
 * <p>Covered are incident, root cause, fault type, the pending action with its key, target,
 * parameters, risk, policy, reason and what its trial run said, every step of the plan, and how
 * many people have to agree. Confidence is not: it moves with every step of telemetry, and the
 * question stays the same.
 */
public final class ApprovalHash {

  private ApprovalHash() {}

  /**
   * The hash of the plan that waits for approval.
   *
   * @return lower-case hexadecimal; empty if no action is planned
   */
  public static String of(Incident incident) {
    if (incident.getActions().isEmpty()) {
      return "";
    }
    PlannedAction action = incident.getActions().get(incident.getActions().size() - 1);
    List<String> shown =
        new ArrayList<>(
            List.of(
                incident.getId(),
                incident.getRootCause(),
                incident.getFaultType(),
                action.getKey(),
                action.getAction(),
                action.getTarget(),
                new TreeMap<>(action.getParameters()).toString(),
                action.getRisk(),
                action.getPolicy(),
                action.getReason(),
                action.getDryRun(),
                incident.getPlan(),
                String.valueOf(incident.getApprovalsNeeded())));
    incident.getSteps().forEach(step -> shown.add(text(step)));
    return IncidentId.sha256(String.join("\n", shown));
  }

  /** What of a step does not change while it waits. */
  private static String text(PlanStep step) {
    return String.join(
        "|",
        step.getAction(),
        step.getTarget(),
        new TreeMap<>(step.getParameters()).toString(),
        step.getRisk(),
        step.getCondition(),
        String.valueOf(step.getCanary()),
        step.getUndoneBy());
  }
}
