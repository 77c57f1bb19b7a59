package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.remedy.ActionProposal;
import dev.nightshift.remedy.ActionSpec;
import dev.nightshift.remedy.LimitBreach;
import dev.nightshift.remedy.TargetHealth;
import java.util.List;

/** People decide on actions: approve, reject, or order another. */
final class Approvals {

  private final Turn turn;
  private final Dispatch dispatch;

  Approvals(Turn turn) {
    this.turn = turn;
    this.dispatch = new Dispatch(turn);
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
    ActionSpec spec = turn.policies().actions().get(pending.getAction());
    if (spec == null) {
      refuse(entry, message, "the catalogue has no " + pending.getAction() + " any more");
      return;
    }
    if (entry.quietSince != 0) {
      refuse(entry, message, "the symptoms are gone at the moment");
      return;
    }
    String stopped = stopped(entry, spec, pending.getTarget(), message.getAuthor());
    if (!stopped.isEmpty()) {
      refuse(entry, message, stopped);
      return;
    }
    turn.remark(entry, AuthorKind.PERSON, message.getAuthor(), "approved " + message.getReason());
    dispatch.request(entry, pending, spec, message.getAuthor(), false);
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
    String stopped = stopped(entry, spec, target, message.getAuthor());
    if (!stopped.isEmpty()) {
      refuse(entry, message, stopped);
      return;
    }
    dispatch.drop(entry, "overridden by " + message.getAuthor());
    if (state == IncidentState.PLANNED || state == IncidentState.AWAITING_APPROVAL) {
      turn.move(
          entry, IncidentState.DIAGNOSED, AuthorKind.PERSON, message.getAuthor(), "overridden");
    }
    PlannedAction planned =
        dispatch.plan(
            entry,
            spec,
            target,
            "override",
            "ordered by " + message.getAuthor() + ": " + message.getReason());
    entry.verification = turn.policies().verification();
    entry.undone = false;
    turn.move(
        entry, IncidentState.PLANNED, AuthorKind.PERSON, message.getAuthor(), planned.getReason());
    dispatch.request(entry, planned, spec, message.getAuthor(), false);
  }

  /** Nobody answered in time. */
  void expire(IncidentEntry entry) {
    dispatch.drop(entry, "the approval expired");
    turn.move(entry, IncidentState.ESCALATED, "nobody approved in time: " + Judge.known(entry));
  }

  /** Limits hold for people too, but for confidence and approval; empty if none stops it. */
  private String stopped(IncidentEntry entry, ActionSpec spec, String target, String author) {
    if (turn.state.halted()) {
      return turn.state.haltReason;
    }
    List<LimitBreach> breaches =
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
            turn.eventTime);
    return String.join("; ", breaches.stream().map(LimitBreach::text).toList());
  }

  private void refuse(IncidentEntry entry, ControlMessage message, String why) {
    String text = message.getKind() + " not obeyed: " + why;
    turn.remark(entry, AuthorKind.PERSON, message.getAuthor(), text);
    turn.ignore(entry.incident.getId() + ": " + text);
  }
}
