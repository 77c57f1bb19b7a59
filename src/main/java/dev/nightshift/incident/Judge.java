package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.learn.ServiceClass;
import dev.nightshift.telemetry.Entity;
import java.util.List;

/** Says what an action was good for, and draws the consequences: learn, try on, undo, call. */
final class Judge {

  private final Turn turn;
  private final PlanRun runs;

  Judge(Turn turn) {
    this.turn = turn;
    this.runs = new PlanRun(turn);
  }

  /** The symptoms went away after the action and stayed away. */
  void helped(IncidentEntry entry) {
    if (turn.conduct.imagined()) {
      wentAway(entry);
      return;
    }
    PlannedAction action = entry.lastAction();
    runs.end(entry);
    turn.move(
        entry,
        IncidentState.RESOLVED,
        entry.undone
            ? "the symptoms are gone after the undo"
            : PlanRun.name(entry) + " of " + action.getTarget() + " helped");
    entry.incident.setResolvedAt(turn.eventTime);
    if (!entry.undone) {
      learn(entry, action, true);
    }
    for (String entity : entry.incident.getEntities()) {
      boolean target = entity.equals(action.getTarget()) && !entry.undone;
      // What had not happened yet is no example of an anomaly.
      String label = Predictions.stillPredicted(entry) ? "" : "true_positive";
      if (target || !label.isEmpty()) {
        label(entry, action, entity, label, target ? "helped" : "");
      }
    }
  }

  /** Nothing was done, so nothing helped. */
  private void wentAway(IncidentEntry entry) {
    runs.end(entry);
    turn.move(entry, IncidentState.RESOLVED, "the recorded symptoms are gone and stayed away");
    entry.incident.setResolvedAt(turn.eventTime);
  }

  /** The symptoms lasted too long after the action, or after its canary. */
  void notHelped(IncidentEntry entry) {
    PlannedAction action = entry.lastAction();
    if (entry.undone) {
      turn.move(
          entry, IncidentState.ESCALATED, "the undo did not bring it back either: " + known(entry));
      return;
    }
    boolean worse = worse(entry);
    String what = PlanRun.name(entry) + " of " + action.getTarget();
    runs.end(entry);
    learn(entry, action, false);
    label(entry, action, action.getTarget(), "", worse ? "harmed" : "no_effect");
    failed(what + (worse ? " harmed" : " did not help"));
    if (worse && !runs.undo(entry, "worse than before")) {
      turn.move(
          entry,
          IncidentState.ESCALATED,
          "worse than before and " + PlanRun.name(entry) + " cannot be undone: " + known(entry));
    } else if (!worse) {
      tryOn(entry, what + " did not help");
    }
  }

  /** The look at a canary is over: on with the plan, unless it harmed. */
  void observed(IncidentEntry entry) {
    if (worse(entry)) {
      notHelped(entry);
    } else {
      runs.goOn(entry);
    }
  }

  private static boolean worse(IncidentEntry entry) {
    return entry.severity() > entry.severityBefore * entry.verification.worseFactor();
  }

  /** Counts a failed repair; the one too many pauses automation. */
  void failed(String what) {
    if (turn.state.ledger.failed(turn.limits(), turn.eventTime)) {
      turn.effects
          .automation()
          .add(
              new AutomationState(
                  turn.state.system,
                  true,
                  "circuit breaker: "
                      + turn.limits().breakerFailures()
                      + " repairs failed or harmed, the last: "
                      + what,
                  Turn.JOB,
                  turn.wallTime));
    }
  }

  /** Back to the diagnosis, for the next action that is allowed. */
  void tryOn(IncidentEntry entry, String why) {
    entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
    entry.settledAt = 0;
    turn.move(entry, IncidentState.DIAGNOSED, why);
    new Planner(turn).consider(entry);
  }

  /** All that a person who is called should know, in one line. */
  static String known(IncidentEntry entry) {
    StringBuilder text = new StringBuilder(Titles.of(entry)).append("; tried:");
    for (PlannedAction action : entry.incident.getActions()) {
      if (action.getRequestedAt() != 0) {
        text.append(' ').append(action.getAction()).append(" (").append(action.getOutcome());
        text.append(action.getDetail().isEmpty() ? "" : ": " + action.getDetail()).append(')');
      }
    }
    return text.toString();
  }

  private void learn(IncidentEntry entry, PlannedAction action, boolean helped) {
    String serviceClass = ServiceClass.of(Entity.parse(action.getTarget()));
    String faultType = entry.incident.getFaultType();
    String plan = PlanRun.name(entry);
    turn.state.bandit.learn(faultType, serviceClass, plan, helped);
    turn.remark(
        entry,
        AuthorKind.JOB,
        Turn.JOB,
        "learned for "
            + faultType
            + " of a "
            + serviceClass
            + ": "
            + turn.state.bandit.explain(faultType, serviceClass, List.of(plan)));
  }

  private void label(
      IncidentEntry entry, PlannedAction action, String entity, String label, String effect) {
    Incident incident = entry.incident;
    turn.effects
        .labels()
        .add(
            FeedbackLabel.newBuilder()
                .setId(action.getKey() + "/" + entity)
                .setEntity(entity)
                .setIncident(incident.getId())
                .setLabel(label)
                .setFrom(incident.getOnset())
                .setTo(turn.eventTime)
                .setAuthor(Turn.JOB)
                .setAt(turn.eventTime)
                .setAction(effect.isEmpty() ? "" : PlanRun.name(entry))
                .setEffect(effect)
                .build());
  }
}
