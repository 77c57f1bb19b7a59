package dev.nightshift.incident;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.remedy.ActionSpec;
import dev.nightshift.remedy.LedgerEntry;
import dev.nightshift.remedy.SafetyLimits;
import java.util.List;
import java.util.TreeMap;

/** Writes actions into the plan, and asks the actuator for them. */
final class Dispatch {

  private final Turn turn;

  Dispatch(Turn turn) {
    this.turn = turn;
  }

  /** Adds a step to the plan. Its key is new: steps only grow. */
  PlannedAction plan(
      IncidentEntry entry, ActionSpec spec, String target, String policy, String reason) {
    entry.step++;
    List<PlannedAction> actions = entry.incident.getActions();
    long before =
        actions.stream()
            .filter(a -> a.getRequestedAt() != 0)
            .filter(a -> a.getAction().equals(spec.name()) && a.getTarget().equals(target))
            .count();
    PlannedAction planned =
        PlannedAction.newBuilder()
            .setKey(entry.incident.getId() + ":" + entry.step + ":" + (before + 1))
            .setAction(spec.name())
            .setTarget(target)
            .setParameters(new TreeMap<>(spec.parameters()))
            .setPolicy(policy)
            .setReason(reason)
            .build();
    actions.add(planned);
    if (actions.size() > IncidentEntry.MAX_ACTIONS) {
      actions.remove(0);
    }
    entry.plannedFor = entry.cause();
    turn.touch(entry);
    return planned;
  }

  /**
   * Asks for a planned action. The caller has checked the limits.
   *
   * @param approvedBy person, or empty
   * @param undo whether it takes the last action back
   */
  void request(
      IncidentEntry entry,
      PlannedAction planned,
      ActionSpec spec,
      String approvedBy,
      boolean undo) {
    SafetyLimits limits = turn.limits();
    planned.setRequestedAt(turn.eventTime);
    entry.running = planned.getKey();
    entry.resultBy = turn.wallTime + limits.resultTimeoutMillis();
    if (!undo) {
      entry.tried.add(spec.name());
      entry.severityBefore = entry.severity();
    }
    turn.state.ledger.started(
        limits,
        new LedgerEntry(
            planned.getKey(),
            entry.incident.getId(),
            planned.getTarget(),
            planned.getAction(),
            undo,
            turn.eventTime));
    turn.request(
        ActionRequest.newBuilder()
            .setKey(planned.getKey())
            .setIncident(entry.incident.getId())
            .setSystem(turn.state.system)
            .setAction(planned.getAction())
            .setTarget(planned.getTarget())
            .setParameters(new TreeMap<>(planned.getParameters()))
            .setPolicy(planned.getPolicy())
            .setMode(entry.incident.getMode())
            .setRisk(spec.risk().wire())
            .setConfidence(entry.incident.getConfidence())
            .setFaultType(entry.incident.getFaultType())
            .setUndo(undo)
            .setIdempotent(spec.idempotent())
            .setDecidedAt(turn.wallTime)
            // Half of the wait for the result: what is begun in time can also answer in time.
            .setExpiresAt(turn.wallTime + Math.max(1, limits.resultTimeoutMillis() / 2))
            .setApprovedBy(approvedBy)
            .build());
    IncidentState to = undo ? IncidentState.ROLLING_BACK : IncidentState.REMEDIATING;
    turn.move(entry, to, planned.getAction() + " of " + planned.getTarget() + " requested");
  }

  /** Strikes a planned action out that was not asked for. */
  void drop(IncidentEntry entry, String why) {
    PlannedAction pending = entry.pendingAction();
    if (pending != null) {
      pending.setOutcome(Outcome.REFUSED.name());
      pending.setFinishedAt(turn.eventTime);
      pending.setDetail(why);
      turn.touch(entry);
    }
    entry.plannedFor = "";
  }
}
