package dev.nightshift.incident;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.PlannedAction;

/** What the actuator answers, and what follows if it does not. */
final class Results {

  static final String ACTUATOR = "actuator";

  private static final String TRIAL_SAID = "dry run: ";

  private final Turn turn;
  private final Judge judge;
  private final PlanRun runs;

  Results(Turn turn) {
    this.turn = turn;
    this.judge = new Judge(turn);
    this.runs = new PlanRun(turn);
  }

  void accept(ActionResult result) {
    if (result.getKey().endsWith(Dispatch.TRIAL)) {
      rehearsed(result);
      return;
    }
    IncidentEntry entry = turn.state.first(e -> e.running.equals(result.getKey())).orElse(null);
    if (entry == null || result.getKey().isEmpty()) {
      turn.ignore("result " + result.getKey() + ": no such request waits for an answer");
      return;
    }
    PlannedAction action = entry.action(result.getKey());
    if (!entry.incident.getId().equals(result.getIncident())
        || !action.getAction().equals(result.getAction())
        || !action.getTarget().equals(result.getTarget())) {
      turn.ignore("result " + result.getKey() + " speaks of another action than was asked for");
      return;
    }
    answered(entry, action, result.getOutcome(), result.getDetail());
    String what = action.getAction() + " of " + action.getTarget() + ": " + result.getDetail();
    switch (entry.incident.getState()) {
      case REMEDIATING -> remediated(entry, result.getOutcome(), what);
      case ROLLING_BACK -> rolledBack(entry, result.getOutcome(), what);
      default ->
          turn.remark(entry, AuthorKind.ACTUATOR, ACTUATOR, result.getOutcome() + ", " + what);
    }
  }

  /** What a trial run says becomes part of the question, and so of what is approved. */
  private void rehearsed(ActionResult result) {
    IncidentEntry entry = turn.state.first(e -> e.rehearsing.equals(result.getKey())).orElse(null);
    PlannedAction pending = entry == null ? null : entry.pendingAction();
    if (pending == null || !(pending.getKey() + Dispatch.TRIAL).equals(result.getKey())) {
      turn.ignore("trial run " + result.getKey() + ": nobody waits for it any more");
      return;
    }
    entry.rehearsing = "";
    pending.setDryRun(said(result));
    Approvals.forget(entry, pending);
    turn.remark(
        entry,
        AuthorKind.ACTUATOR,
        ACTUATOR,
        "trial run of " + pending.getAction() + ": " + pending.getDryRun());
  }

  /** An actuator that knows trials refuses the order and says in the detail what it would do. */
  private static String said(ActionResult result) {
    return result.getDetail().startsWith(TRIAL_SAID)
        ? result.getDetail().substring(TRIAL_SAID.length())
        : result.getOutcome() + ": " + result.getDetail();
  }

  /** Gives up waiting: whether the action ran is not known, so it is not asked again. */
  void timeOut(IncidentEntry entry) {
    PlannedAction action = entry.action(entry.running);
    answered(entry, action, Outcome.UNKNOWN, "no answer in time");
    runs.failed(entry);
    String what = action.getAction() + " of " + action.getTarget() + " got no answer in time";
    judge.failed(what);
    if (entry.incident.getState() == IncidentState.REMEDIATING
        || entry.incident.getState() == IncidentState.ROLLING_BACK) {
      turn.move(entry, IncidentState.ESCALATED, what + "; " + Judge.known(entry));
    } else {
      turn.remark(entry, AuthorKind.JOB, Turn.JOB, what);
    }
  }

  /** An action that nobody ran is over: from here on, nothing is known but the recording. */
  void imagine(IncidentEntry entry) {
    over(entry, entry.action(entry.running), "it would have been done by now");
    entry.verifyBy = Timers.NEVER;
    turn.move(entry, IncidentState.VERIFYING, "what it would have changed is not known");
  }

  private void answered(IncidentEntry entry, PlannedAction action, Outcome outcome, String detail) {
    action.setOutcome(outcome.name());
    over(entry, action, detail);
  }

  private void over(IncidentEntry entry, PlannedAction action, String detail) {
    turn.state.ledger.finished(entry.running);
    entry.running = "";
    entry.resultBy = 0;
    action.setDetail(detail);
    action.setFinishedAt(turn.eventTime);
    turn.touch(entry);
  }

  private void remediated(IncidentEntry entry, Outcome outcome, String what) {
    switch (outcome) {
      case SUCCEEDED -> runs.succeeded(entry, what);
      case FAILED -> {
        judge.failed(what);
        runs.failed(entry);
        if (!runs.undo(entry, "a later step failed")) {
          judge.tryOn(entry, "failed, " + what);
        }
      }
      case REFUSED -> {
        runs.failed(entry);
        escalate(entry, "refused by the actuator, " + what);
      }
      case UNKNOWN -> {
        judge.failed(what);
        runs.failed(entry);
        escalate(entry, "it is not known whether it ran, " + what);
      }
    }
  }

  private void rolledBack(IncidentEntry entry, Outcome outcome, String what) {
    if (outcome == Outcome.SUCCEEDED) {
      runs.undid(entry, what);
    } else {
      escalate(entry, "the undo ended " + outcome + ", " + what);
    }
  }

  private void escalate(IncidentEntry entry, String why) {
    turn.move(
        entry,
        IncidentState.ESCALATED,
        AuthorKind.ACTUATOR,
        ACTUATOR,
        why + "; " + Judge.known(entry));
  }
}
