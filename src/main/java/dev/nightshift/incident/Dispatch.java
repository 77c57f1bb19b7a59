package dev.nightshift.incident;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Approval;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.remedy.ActionSpec;
import dev.nightshift.remedy.LedgerEntry;
import dev.nightshift.remedy.Mode;
import dev.nightshift.remedy.SafetyLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes actions into the plan, and asks the actuator for them. */
final class Dispatch {

  /** Behind the key of the action that is tried out: a trial is not the action. */
  static final String TRIAL = ":trial";

  private final Turn turn;

  Dispatch(Turn turn) {
    this.turn = turn;
  }

  /** Adds a step to the plan. Its key is new: steps only grow. */
  PlannedAction plan(IncidentEntry entry, PlanStep step, String policy, String reason) {
    entry.step++;
    List<PlannedAction> actions = entry.incident.getActions();
    long before =
        actions.stream()
            .filter(a -> a.getRequestedAt() != 0)
            .filter(a -> a.getAction().equals(step.getAction()))
            .filter(a -> a.getTarget().equals(step.getTarget()))
            .count();
    PlannedAction planned =
        PlannedAction.newBuilder()
            .setKey(entry.incident.getId() + ":" + entry.step + ":" + (before + 1))
            .setAction(step.getAction())
            .setTarget(step.getTarget())
            .setParameters(new TreeMap<>(step.getParameters()))
            .setRisk(step.getRisk())
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
   * @param timeoutMillis that its result may take; 0 for the limit of the system
   * @param undo whether it takes an earlier action back
   */
  void request(
      IncidentEntry entry,
      PlannedAction planned,
      ActionSpec spec,
      long timeoutMillis,
      boolean undo) {
    SafetyLimits limits = turn.limits();
    long timeout = timeoutMillis == 0 ? limits.resultTimeoutMillis() : timeoutMillis;
    planned.setRequestedAt(turn.eventTime);
    entry.running = planned.getKey();
    boolean imagined = turn.conduct.imagined();
    entry.resultBy = turn.wallTime + (imagined ? turn.conduct.actionMillis() : timeout);
    entry.waitingFor = "";
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
        order(entry, planned, spec)
            .setUndo(undo)
            // Half of the wait for the result: what is begun in time can also answer in time.
            .setExpiresAt(turn.wallTime + Math.max(1, timeout / 2))
            .build());
    settle(entry);
    IncidentState to = undo ? IncidentState.ROLLING_BACK : IncidentState.REMEDIATING;
    String what =
        planned.getAction()
            + " of "
            + planned.getTarget()
            + (imagined ? " would be requested" : " requested");
    if (entry.incident.getState() == to) {
      turn.remark(entry, AuthorKind.JOB, Turn.JOB, what);
    } else {
      turn.move(entry, to, what);
    }
  }

  /**
   * Asks what an action that waits for approval would do. The trial takes no slot and is not waited
   * for: a person may decide without it.
   */
  void rehearse(IncidentEntry entry, PlannedAction planned, ActionSpec spec) {
    entry.rehearsing = planned.getKey() + TRIAL;
    turn.request(
        order(entry, planned, spec)
            .setKey(entry.rehearsing)
            .setMode(Mode.OBSERVE.wire())
            .setDryRun(true)
            .setExpiresAt(turn.wallTime + Math.max(1, turn.limits().approvalExpiryMillis()))
            .build());
  }

  private ActionRequest.Builder order(IncidentEntry entry, PlannedAction planned, ActionSpec spec) {
    List<String> approvers = entry.incident.getApprovals().stream().map(Approval::getBy).toList();
    boolean imagined = turn.conduct.imagined();
    return ActionRequest.newBuilder()
        .setKey(planned.getKey())
        .setIncident(entry.incident.getId())
        .setSystem(turn.state.system)
        .setAction(planned.getAction())
        .setTarget(planned.getTarget())
        .setParameters(new TreeMap<>(planned.getParameters()))
        .setPolicy(planned.getPolicy())
        .setMode(imagined ? Mode.OBSERVE.wire() : entry.incident.getMode())
        .setDryRun(imagined)
        .setRisk(spec.risk().wire())
        .setConfidence(entry.incident.getConfidence())
        .setFaultType(entry.incident.getFaultType())
        .setIdempotent(spec.idempotent())
        .setDecidedAt(turn.wallTime)
        .setApprovedBy(approvers.isEmpty() ? "" : approvers.get(0))
        .setApprovers(new ArrayList<>(approvers))
        .setPolicyVersion(turn.policies().id());
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
    entry.incident.setApprovals(new ArrayList<>());
    settle(entry);
  }

  /** Nothing waits for people any more. */
  private static void settle(IncidentEntry entry) {
    entry.rehearsing = "";
    entry.incident.setApprovalsNeeded(0);
    entry.incident.setApproveBy(0L);
  }
}
