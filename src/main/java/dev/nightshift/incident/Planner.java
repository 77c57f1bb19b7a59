package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.learn.ActionRanking;
import dev.nightshift.learn.ServiceClass;
import dev.nightshift.remedy.ActionPreference;
import dev.nightshift.remedy.Decision;
import dev.nightshift.remedy.Verdict;
import dev.nightshift.telemetry.Entity;

/** From a diagnosis to a plan: what policy and limits allow, in the order that was learned. */
final class Planner {

  private final Turn turn;
  private final Dispatch dispatch;
  private final Silencing silencing;
  private final PlanRun runs;
  private final Decisions decisions;

  Planner(Turn turn) {
    this.turn = turn;
    this.dispatch = new Dispatch(turn);
    this.silencing = new Silencing(turn);
    this.runs = new PlanRun(turn);
    this.decisions = new Decisions(turn);
  }

  /** Does what can be done about an incident now; safe to ask at any time. */
  void consider(IncidentEntry entry) {
    Incident incident = entry.incident;
    if (incident.getState() == IncidentState.SUPPRESSED) {
      silencing.wake(entry, "it reaches beyond what is silenced");
      return;
    }
    if (!Lifecycle.undecided(incident.getState()) || silencing.suppress(entry)) {
      return;
    }
    if (incident.getState() == IncidentState.OPEN) {
      if (incident.getDiagnosis() == null || entry.quietSince != 0) {
        return;
      }
      diagnosed(entry);
    }
    IncidentEntry parent = new Families(turn).parent(entry);
    if (parent != null) {
      held(entry, parent);
      return;
    }
    if (incident.getState() != IncidentState.DIAGNOSED && !overtaken(entry)) {
      return;
    }
    // What has no symptom needs no repair. An order of a person may have run before any diagnosis;
    // what follows it waits for one.
    boolean diagnosed = incident.getDiagnosis() != null;
    if (diagnosed && entry.quietSince == 0 && !entry.symptoms.isEmpty()) {
      decide(entry);
    }
  }

  /** Decides anew, because the policies changed. */
  void reconsider(IncidentEntry entry) {
    PlannedAction pending = entry.pendingAction();
    IncidentState state = entry.incident.getState();
    boolean gone = pending != null && !turn.policies().actions().containsKey(pending.getAction());
    if (state == IncidentState.PLANNED || (state == IncidentState.AWAITING_APPROVAL && gone)) {
      String why = "policies " + turn.policies().id() + " are in force";
      dispatch.drop(entry, why);
      entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
      turn.move(entry, IncidentState.DIAGNOSED, why);
    }
    consider(entry);
  }

  /** A child is not acted on: the repair of what it is part of is its own. */
  private void held(IncidentEntry entry, IncidentEntry parent) {
    String why = "the end of " + parent.incident.getId() + ", which it is part of";
    entry.waitingFor = why;
    if (entry.incident.getState() != IncidentState.DIAGNOSED) {
      dispatch.drop(entry, "waits for " + why);
      turn.move(entry, IncidentState.DIAGNOSED, "waits for " + why);
    }
    decisions.keep(entry, Verdict.WAIT, "waits for " + why);
  }

  private void diagnosed(IncidentEntry entry) {
    entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
    entry.settledAt = turn.eventTime + turn.settings.settleMillis();
    Incident incident = entry.incident;
    turn.move(
        entry,
        IncidentState.DIAGNOSED,
        "best explanation: " + incident.getFaultType() + " of " + incident.getRootCause());
  }

  /** Drops a plan that answers another cause than the one blamed now. */
  private boolean overtaken(IncidentEntry entry) {
    if (entry.plannedFor.equals(entry.cause())) {
      return false;
    }
    String why = "a newer diagnosis blames another cause";
    dispatch.drop(entry, why);
    entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
    turn.move(entry, IncidentState.DIAGNOSED, why);
    return true;
  }

  private void decide(IncidentEntry entry) {
    entry.retryAt = 0;
    if (turn.eventTime < entry.settledAt) {
      entry.retryAt = entry.settledAt;
      entry.waitingFor = "the diagnosis to settle";
      return;
    }
    if (turn.state.halted()) {
      entry.waitingFor = turn.state.haltReason;
      decisions.keep(entry, Verdict.WAIT, turn.state.haltReason);
      return;
    }
    if (stopsHere(entry) || targetIsWell(entry)) {
      return;
    }
    Decision decision =
        turn.engine.decide(Questions.about(turn, entry), turn.state.ledger, preference(entry));
    entry.incident.setMode(decision.rule() == null ? "" : decision.mode().wire());
    decisions.keep(entry, decision);
    switch (decision.verdict()) {
      case ACT -> {
        plan(entry, decision);
        runs.begin(entry);
      }
      case ASK -> {
        plan(entry, decision);
        new Approvals(turn).ask(entry, decision.plan());
      }
      case SAY -> plan(entry, decision);
      case WAIT -> {
        entry.waitingFor = decision.text();
        entry.retryAt = decision.retryAt() > turn.eventTime ? decision.retryAt() : 0;
      }
      case NOTHING -> turn.move(entry, IncidentState.ESCALATED, decision.text());
    }
  }

  /** Whether what happened before leaves it to a person, whatever the rules would say. */
  private boolean stopsHere(IncidentEntry entry) {
    String why = "";
    if (entry.flapping) {
      why =
          "it came back "
              + entry.recurredAt.size()
              + " times within "
              + turn.limits().flapWindowMillis() / 60_000
              + " min: repairs do not last";
    } else if (entry.tried.size() >= turn.limits().maxSteps()) {
      why = entry.tried.size() + " actions did not heal it: " + String.join(", ", entry.tried);
    }
    if (why.isEmpty()) {
      return false;
    }
    decisions.keep(entry, Verdict.NOTHING, why);
    turn.move(entry, IncidentState.ESCALATED, why);
    return true;
  }

  /**
   * What was repaired and shows no symptom any more is not repaired again: if others still suffer,
   * it is from something else, and a new diagnosis has to say from what.
   */
  private boolean targetIsWell(IncidentEntry entry) {
    PlannedAction last = entry.lastAction();
    String target = entry.incident.getRootCause();
    if (entry.tried.isEmpty()
        || last == null
        || !last.getTarget().equals(target)
        || entry.suffers(target)) {
      return false;
    }
    entry.waitingFor =
        "a new diagnosis: "
            + target
            + " is well since its "
            + last.getAction()
            + ", others are not";
    decisions.keep(entry, Verdict.WAIT, "waits for " + entry.waitingFor);
    return true;
  }

  private void plan(IncidentEntry entry, Decision decision) {
    runs.lay(
        entry, decision.plan(), entry.incident.getRootCause(), decision.policy(), decision.text());
    entry.verification = decision.verification();
    turn.move(
        entry,
        IncidentState.PLANNED,
        decision.plan().name()
            + " of "
            + entry.incident.getRootCause()
            + ", mode "
            + decision.mode().wire());
  }

  private ActionPreference preference(IncidentEntry entry) {
    if (!turn.settings.learning()) {
      return ActionPreference.AS_WRITTEN;
    }
    Incident incident = entry.incident;
    return allowed -> {
      ActionRanking ranking =
          turn.state.bandit.rank(
              incident.getFaultType(),
              ServiceClass.of(Entity.parse(incident.getRootCause())),
              allowed,
              turn.settings.seed(),
              incident.getId(),
              entry.step + 1);
      return new ActionPreference.Order(ranking.actions(), ranking.explanation());
    };
  }
}
