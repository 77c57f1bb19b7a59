package dev.nightshift.incident;

import dev.nightshift.contract.Approval;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.remedy.ActionProposal;
import dev.nightshift.remedy.ActionSpec;
import dev.nightshift.remedy.LimitBreach;
import dev.nightshift.remedy.Mode;
import dev.nightshift.remedy.Plan;
import dev.nightshift.remedy.Risk;
import dev.nightshift.remedy.TargetHealth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** People decide on actions: approve, reject, or order another. */
final class Approvals {

  /** Stands where an action's rule would stand. */
  private static final String ORDERED = "override";

  private final Turn turn;
  private final Dispatch dispatch;
  private final PlanRun runs;

  Approvals(Turn turn) {
    this.turn = turn;
    this.runs = new PlanRun(turn);
    this.dispatch = new Dispatch(turn);
  }

  /** Puts the plan that was just laid to people; the first trial run is on its way. */
  void ask(IncidentEntry entry, Plan plan) {
    ask(entry, plan.risk(), "a person has to approve");
  }

  private void ask(IncidentEntry entry, Risk risk, String why) {
    int needed = turn.limits().approvalsFor(risk);
    entry.approveBy = turn.wallTime + turn.limits().approvalExpiryMillis();
    entry.incident.setApproveBy(entry.approveBy);
    entry.incident.setApprovalsNeeded(needed);
    turn.move(
        entry, IncidentState.AWAITING_APPROVAL, needed > 1 ? why + ": two different people" : why);
    PlannedAction pending = entry.pendingAction();
    dispatch.rehearse(entry, pending, turn.policies().actions().get(pending.getAction()));
  }

  void approve(IncidentEntry entry, ControlMessage message) {
    PlannedAction pending = entry.pendingAction();
    if (entry.incident.getState() != IncidentState.AWAITING_APPROVAL || pending == null) {
      refuse(entry, message, "nothing waits for approval");
      return;
    }
    if (!ApprovalHash.of(entry.incident).equals(message.getSubject())) {
      refuse(entry, message, "it was given for another plan than the one that stands now");
      return;
    }
    if (!turn.policies().actions().containsKey(pending.getAction())) {
      refuse(entry, message, "the catalogue has no " + pending.getAction() + " any more");
      return;
    }
    if (entry.quietSince != 0) {
      refuse(entry, message, "the symptoms are gone at the moment");
      return;
    }
    String before = alreadyGiven(entry, message);
    if (!before.isEmpty()) {
      refuse(entry, message, before);
      return;
    }
    String stopped = stopped(entry, pending.getTarget(), message.getAuthor());
    if (!stopped.isEmpty()) {
      refuse(entry, message, stopped);
      return;
    }
    entry.incident.getApprovals().add(approval(message));
    int given = entry.incident.getApprovals().size();
    int needed = Math.max(1, entry.incident.getApprovalsNeeded());
    turn.remark(
        entry,
        AuthorKind.PERSON,
        message.getAuthor(),
        "approved " + (needed > 1 ? given + " of " + needed + " " : "") + message.getReason());
    if (given >= needed) {
      runs.begin(entry);
    }
  }

  /**
   * Who approved before the trial run spoke has not seen what stands there now. Who ordered the
   * action has asked for it, whatever the trial says.
   */
  static void forget(IncidentEntry entry, PlannedAction pending) {
    int stay = pending.getPolicy().equals(ORDERED) ? 1 : 0;
    List<Approval> approvals = entry.incident.getApprovals();
    while (approvals.size() > stay) {
      approvals.remove(approvals.size() - 1);
    }
  }

  /** Two people are two keys and two names: a name alone is only what somebody wrote. */
  private static String alreadyGiven(IncidentEntry entry, ControlMessage message) {
    for (Approval given : entry.incident.getApprovals()) {
      if (given.getBy().equals(message.getAuthor())
          || given.getKeyId().equals(message.getKeyId())) {
        return "it needs a second person, and "
            + given.getBy()
            + " approved it already with the key '"
            + given.getKeyId()
            + "'";
      }
    }
    return "";
  }

  private static Approval approval(ControlMessage message) {
    return new Approval(message.getAuthor(), message.getKeyId(), message.getAt());
  }

  void reject(IncidentEntry entry, ControlMessage message) {
    if (entry.incident.getState() != IncidentState.AWAITING_APPROVAL) {
      refuse(entry, message, "nothing waits for approval");
      return;
    }
    String why = "rejected by " + message.getAuthor() + ": " + message.getReason();
    dispatch.drop(entry, why);
    turn.move(entry, IncidentState.ESCALATED, AuthorKind.PERSON, message.getAuthor(), why);
  }

  /** Runs an action of the catalogue because a person says so. The subject names it. */
  void override(IncidentEntry entry, ControlMessage message) {
    IncidentState state = entry.incident.getState();
    ActionSpec spec = turn.policies().actions().get(message.getSubject());
    String target = entry.incident.getRootCause();
    if (spec == null) {
      refuse(entry, message, "the catalogue has no action '" + message.getSubject() + "'");
      return;
    }
    boolean free =
        state == IncidentState.ESCALATED
            || (Lifecycle.undecided(state) && state != IncidentState.OPEN);
    if (!free || !entry.running.isEmpty() || target.isEmpty()) {
      refuse(entry, message, "an incident in state " + state + " takes no order");
      return;
    }
    Plan plan = turn.policies().plans().get(message.getSubject());
    String stopped = stopped(entry, List.of(spec), target, message.getAuthor());
    if (!stopped.isEmpty()) {
      refuse(entry, message, stopped);
      return;
    }
    dispatch.drop(entry, "overridden by " + message.getAuthor());
    if (state == IncidentState.PLANNED || state == IncidentState.AWAITING_APPROVAL) {
      turn.move(
          entry, IncidentState.DIAGNOSED, AuthorKind.PERSON, message.getAuthor(), "overridden");
    }
    String why = "ordered by " + message.getAuthor() + ": " + message.getReason();
    runs.lay(entry, plan, target, ORDERED, why);
    entry.incident.getApprovals().add(approval(message));
    // A person decides: the mode of the policy says how far automation goes without one.
    entry.incident.setMode(Mode.APPROVE.wire());
    entry.verification = turn.policies().verification();
    turn.move(entry, IncidentState.PLANNED, AuthorKind.PERSON, message.getAuthor(), why);
    if (turn.limits().approvalsFor(spec.risk()) > 1) {
      ask(entry, spec.risk(), "ordered by " + message.getAuthor());
    } else {
      runs.begin(entry);
    }
  }

  /** Nobody answered in time. */
  void expire(IncidentEntry entry) {
    dispatch.drop(entry, "the approval expired");
    turn.move(entry, IncidentState.ESCALATED, "nobody approved in time: " + Judge.known(entry));
  }

  private String stopped(IncidentEntry entry, String target, String author) {
    List<ActionSpec> specs =
        entry.incident.getSteps().stream()
            .map(step -> turn.policies().actions().get(step.getAction()))
            .filter(Objects::nonNull)
            .toList();
    return stopped(entry, specs, target, author);
  }

  /** Limits hold for people too, but for confidence and approval; empty if none stops it. */
  private String stopped(
      IncidentEntry entry, List<ActionSpec> specs, String target, String author) {
    if (turn.state.halted()) {
      return turn.state.haltReason;
    }
    Set<String> texts = new LinkedHashSet<>();
    for (ActionSpec spec : specs) {
      for (LimitBreach breach :
          turn.state.ledger.check(
              turn.limits(),
              new ActionProposal(
                  entry.incident.getId(),
                  spec.name(),
                  target,
                  spec.risk(),
                  entry.incident.getConfidence(),
                  false,
                  author,
                  "",
                  TargetHealth.UNKNOWN),
              turn.eventTime)) {
        texts.add(breach.text());
      }
    }
    return String.join("; ", texts);
  }

  private void refuse(IncidentEntry entry, ControlMessage message, String why) {
    String text = message.getKind() + " not obeyed: " + why;
    turn.remark(entry, AuthorKind.PERSON, message.getAuthor(), text);
    turn.ignore(entry.incident.getId() + ": " + text);
  }
}
