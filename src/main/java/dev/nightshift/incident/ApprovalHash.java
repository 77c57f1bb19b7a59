package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.PlannedAction;
import java.util.TreeMap;

/**
 * What a person approves: SHA-256 over the plan as it is shown. An approval whose subject is
 * another hash was given for another plan and is refused.
 *
 * <p>Covered are incident, root cause, fault type, and the action's key, name, target, parameters
 * and policy. Confidence is not: it moves with every step of telemetry, and the question stays the
 * same.
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
    return IncidentId.sha256(
        String.join(
            "\n",
            incident.getId(),
            incident.getRootCause(),
            incident.getFaultType(),
            action.getKey(),
            action.getAction(),
            action.getTarget(),
            new TreeMap<>(action.getParameters()).toString(),
            action.getPolicy()));
  }
}
