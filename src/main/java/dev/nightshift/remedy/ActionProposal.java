package dev.nightshift.remedy;

import dev.nightshift.contract.ActionRequest;

/**
 * An action that somebody thinks of running, with all that limits look at.
 *
 * @param undo takes back an action of the same incident: cool-down, hourly number, breaker,
 *     confidence and approval do not apply, for leaving harm in place is worse
 * @param approvedBy person who approved or ordered it; empty if nobody did. A person's word stands
 *     in for confidence and approval, never for the other limits
 * @param personAt person who works at the target; empty if nobody does
 */
public record ActionProposal(
    String incident,
    String action,
    String target,
    Risk risk,
    double confidence,
    boolean undo,
    String approvedBy,
    String personAt,
    TargetHealth health) {

  /** A request as it reaches the actuator. */
  public static ActionProposal of(ActionRequest request, TargetHealth health) {
    return new ActionProposal(
        request.getIncident(),
        request.getAction(),
        request.getTarget(),
        Risk.of(request.getRisk()),
        request.getConfidence(),
        request.getUndo(),
        request.getApprovedBy(),
        "",
        health);
  }
}
