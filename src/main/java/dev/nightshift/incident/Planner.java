package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.learn.ActionRanking;
import dev.nightshift.learn.ServiceClass;
import dev.nightshift.remedy.ActionPreference;
import dev.nightshift.remedy.Decision;
import dev.nightshift.remedy.PolicyQuestion;
import dev.nightshift.telemetry.Entity;
import java.util.List;

/** From a diagnosis to a plan: what policy and limits allow, in the order that was learned. */
final class Planner {

  private final Turn turn;
  private final Dispatch dispatch;
  private final Silencing silencing;

  Planner(Turn turn) {
    this.turn = turn;
    this.dispatch = new Dispatch(turn);
    this.silencing = new Silencing(turn);
  }

  /** Does what can be done about an incident now; safe to ask at any time. */
  void consider(IncidentEntry entry) {
    Incident incident = entry.incident;
    if (!Lifecycle.undecided(incident.getState()) || silencing.suppress(entry)) {
      return;
    }
    if (incident.getState() == IncidentState.OPEN) {
      if (incident.getDiagnosis() == null || entry.quietSince != 0) {
        return;
      }
      diagnosed(entry);
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
      return;
    }
    if (entry.tried.size() >= turn.limits().maxSteps()) {
      turn.move(
          entry,
          IncidentState.ESCALATED,
          entry.tried.size() + " actions did not heal it: " + String.join(", ", entry.tried));
      return;
    }
    Decision decision = turn.engine.decide(question(entry), turn.state.ledger, preference(entry));
    entry.incident.setMode(decision.rule() == null ? "" : decision.mode().wire());
    switch (decision.verdict()) {
      case ACT -> {
        PlannedAction planned = plan(entry, decision);
        dispatch.request(entry, planned, decision.action(), "", false);
      }
      case ASK -> {
        plan(entry, decision);
        entry.approveBy = turn.wallTime + turn.limits().approvalExpiryMillis();
        turn.move(entry, IncidentState.AWAITING_APPROVAL, "a person has to approve");
      }
      case SAY -> plan(entry, decision);
      case WAIT -> {
        entry.waitingFor = decision.text();
        entry.retryAt = decision.retryAt() > turn.eventTime ? decision.retryAt() : 0;
      }
      case NOTHING -> turn.move(entry, IncidentState.ESCALATED, decision.text());
    }
  }

  private PlannedAction plan(IncidentEntry entry, Decision decision) {
    PlannedAction planned =
        dispatch.plan(
            entry,
            decision.action(),
            entry.incident.getRootCause(),
            decision.policy(),
            decision.text());
    entry.verification = decision.verification();
    turn.move(
        entry,
        IncidentState.PLANNED,
        planned.getAction() + " of " + planned.getTarget() + ", mode " + decision.mode().wire());
    return planned;
  }

  private PolicyQuestion question(IncidentEntry entry) {
    Incident incident = entry.incident;
    return new PolicyQuestion(
        incident.getId(),
        List.copyOf(incident.getEntities()),
        incident.getActiveAnomalies().size(),
        List.copyOf(incident.getDiagnosis().getPatterns()),
        incident.getRecurrences(),
        List.copyOf(entry.tried),
        turn.eventTime - incident.getOnset(),
        incident.getRootCause(),
        incident.getFaultType(),
        incident.getConfidence(),
        personAt(incident.getRootCause()),
        turn.eventTime);
  }

  private String personAt(String target) {
    return turn.state.incidents.stream()
        .filter(other -> Lifecycle.lasts(other.incident.getState()))
        .filter(other -> other.incident.getRootCause().equals(target))
        .map(other -> other.acknowledgedBy)
        .filter(person -> !person.isEmpty())
        .findFirst()
        .orElse("");
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
