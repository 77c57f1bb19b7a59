package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.remedy.EscalationChain;
import dev.nightshift.remedy.Risk;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls people when they are needed, the next ones while nobody acknowledges, and tells all who
 * were called when it is over. Waits are wall clock: people live by it.
 */
final class Escalations {

  private final Turn turn;

  Escalations(Turn turn) {
    this.turn = turn;
  }

  /** An incident has just moved. */
  void moved(IncidentEntry entry, String cause) {
    switch (entry.incident.getState()) {
      case ESCALATED, AWAITING_APPROVAL -> begin(entry, cause);
      case RESOLVED, SELF_RECOVERED, CLOSED -> {
        rest(entry);
        over(entry, cause);
      }
      case OPEN, DIAGNOSED, PLANNED, REMEDIATING, VERIFYING, ROLLING_BACK, SUPPRESSED ->
          answered(entry, cause);
    }
  }

  private void begin(IncidentEntry entry, String cause) {
    entry.episode++;
    entry.calls = 0;
    entry.neededSince = turn.wallTime;
    entry.incident.setEscalationLevel(0);
    // Who has said that they are at it knows more than a pager could tell.
    if (entry.acknowledgedBy.isEmpty() || needsApproval(entry)) {
      callAll(entry, cause);
    } else {
      rest(entry);
    }
  }

  /** Makes the calls that are due by the clock. */
  void advance(IncidentEntry entry) {
    callAll(entry, "nobody has acknowledged");
  }

  private void callAll(IncidentEntry entry, String cause) {
    EscalationChain chain = chain();
    while (entry.neededSince != 0 && turn.wallTime >= nextCall(entry, chain)) {
      entry.calls++;
      call(entry, chain.channels(entry.calls), cause);
    }
  }

  private void call(IncidentEntry entry, List<String> channels, String cause) {
    boolean approval = needsApproval(entry);
    entry.incident.setEscalationLevel(Math.min(entry.calls, chain().levels().size()));
    channels.stream().filter(c -> !entry.told.contains(c)).forEach(entry.told::add);
    notify(
        entry,
        approval ? "approval" : "escalation",
        entry.calls,
        channels,
        approval ? question(entry) : cause,
        approval ? ApprovalHash.of(entry.incident) : "");
    turn.remark(
        entry,
        AuthorKind.JOB,
        Turn.JOB,
        "call " + entry.calls + ": " + String.join(", ", channels));
  }

  /** Somebody is at it: nobody further is called. */
  void acknowledged(IncidentEntry entry) {
    answered(entry, entry.acknowledgedBy + " is at it");
  }

  /** The call was answered, or is needless for now: pagers of those who were called fall silent. */
  private void answered(IncidentEntry entry, String cause) {
    if (entry.neededSince != 0 && !entry.told.isEmpty()) {
      notify(entry, "acknowledged", entry.calls, entry.told, cause, "");
    }
    rest(entry);
  }

  private static void rest(IncidentEntry entry) {
    entry.neededSince = 0;
  }

  private void over(IncidentEntry entry, String cause) {
    if (!entry.told.isEmpty()) {
      notify(entry, "resolved", 0, entry.told, cause, "");
      entry.told = new ArrayList<>();
    }
    entry.incident.setEscalationLevel(0);
  }

  /** When the clock next calls somebody; {@link Timers#NEVER} if nobody is left or needed. */
  long deadline(IncidentEntry entry) {
    return entry.neededSince == 0 ? Timers.NEVER : nextCall(entry, chain());
  }

  private static long nextCall(IncidentEntry entry, EscalationChain chain) {
    long after = chain.dueAfter(entry.calls + 1);
    return after < 0 ? Timers.NEVER : entry.neededSince + after;
  }

  private EscalationChain chain() {
    return turn.policies().escalationOf(turn.state.system);
  }

  private static boolean needsApproval(IncidentEntry entry) {
    return entry.incident.getState() == IncidentState.AWAITING_APPROVAL;
  }

  private void notify(
      IncidentEntry entry,
      String kind,
      int level,
      List<String> channels,
      String text,
      String subject) {
    turn.effects
        .notifications()
        .add(
            Notification.newBuilder()
                .setId(id(entry, kind, level))
                .setIncident(entry.incident.getId())
                .setSystem(turn.state.system)
                .setKind(kind)
                .setLevel(level)
                .setChannels(new ArrayList<>(channels))
                .setTitle(Titles.of(entry))
                .setText(text)
                .setSubject(subject)
                .setAt(turn.wallTime)
                .build());
  }

  private static String id(IncidentEntry entry, String kind, int level) {
    String episode = entry.incident.getId() + "/" + entry.episode + "/";
    return episode + (kind.equals("acknowledged") ? kind : level);
  }

  /** What, why, how risky, and by when: the question as the command line shows it too. */
  private static String question(IncidentEntry entry) {
    PlannedAction pending = entry.pendingAction();
    List<String> steps = new ArrayList<>();
    Risk risk = Risk.LOW;
    for (PlanStep step : entry.incident.getSteps()) {
      steps.add(step.getAction() + " " + step.getParameters() + (step.getCanary() ? " first" : ""));
      Risk own = Risk.of(step.getRisk());
      risk = own.compareTo(risk) > 0 ? own : risk;
    }
    return "may "
        + String.join(", then ", steps)
        + " run at "
        + entry.incident.getRootCause()
        + "? risk "
        + risk.wire()
        + "; "
        + entry.incident.getApprovalsNeeded()
        + " approval(s) needed; because: "
        + (pending == null ? "" : pending.getReason());
  }
}
