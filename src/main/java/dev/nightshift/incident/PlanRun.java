package dev.nightshift.incident;

import dev.nightshift.config.Condition;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.remedy.ActionProposal;
import dev.nightshift.remedy.ActionSpec;
import dev.nightshift.remedy.LimitBreach;
import dev.nightshift.remedy.Plan;
import dev.nightshift.remedy.PlanStepSpec;
import dev.nightshift.remedy.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Carries a plan through: one step after the other, each inside the limits of its moment, a canary
 * watched before the rest, and back again in reverse order.
 *
 * <p>The steps stand in the incident as people saw them: a policy that changes meanwhile changes
 * nothing about a plan that was begun.
 */
final class PlanRun {

  private static final String WAITING = "waiting";
  private static final String RUNNING = "running";
  private static final String DONE = "done";
  private static final String SKIPPED = "skipped";
  private static final String FAILED = "failed";
  private static final String UNDONE = "undone";

  /** How often a step asks again that waits for a limit to lift, event time. */
  private static final long ASK_AGAIN_MILLIS = 10_000;

  private final Turn turn;
  private final Dispatch dispatch;

  PlanRun(Turn turn) {
    this.turn = turn;
    this.dispatch = new Dispatch(turn);
  }

  /** Writes a plan into the incident. Its first step becomes the pending action. */
  PlannedAction lay(IncidentEntry entry, Plan plan, String target, String policy, String reason) {
    List<PlanStep> steps = new ArrayList<>();
    for (PlanStepSpec step : plan.steps()) {
      steps.add(
          PlanStep.newBuilder()
              .setAction(step.action().name())
              .setTarget(target)
              .setParameters(new TreeMap<>(step.parameters()))
              .setRisk(step.action().risk().wire())
              .setCondition(step.when() == null ? "" : step.when().toString())
              .setCanary(step.canary())
              .setObserveMillis(step.observeMillis())
              .setTimeoutMillis(step.timeoutMillis())
              .setUndoneBy(step.action().undoneBy())
              .build());
    }
    entry.incident.setPlan(plan.name());
    entry.incident.setSteps(steps);
    entry.incident.setApprovals(new ArrayList<>());
    entry.observing = false;
    entry.undone = false;
    return dispatch.plan(entry, steps.get(0), policy, reason);
  }

  /** Asks for the first step. The caller has checked halt and limits. */
  void begin(IncidentEntry entry) {
    String plan = name(entry);
    if (!entry.tried.contains(plan)) {
      entry.tried.add(plan);
    }
    entry.severityBefore = entry.severity();
    request(entry, entry.pendingAction(), step(entry, WAITING));
  }

  private void request(IncidentEntry entry, PlannedAction planned, PlanStep step) {
    ActionSpec spec = turn.policies().actions().get(planned.getAction());
    step.setState(RUNNING);
    step.setKey(planned.getKey());
    dispatch.request(entry, planned, spec, step.getTimeoutMillis(), false);
  }

  /** The step under way succeeded: on to the next, to watching a canary, or to verification. */
  void succeeded(IncidentEntry entry, String what) {
    PlanStep step = step(entry, RUNNING);
    if (step == null) {
      verify(entry, what);
      return;
    }
    step.setState(DONE);
    if (step.getCanary()) {
      entry.observing = true;
      entry.holdBy = 0;
      entry.verifyBy = turn.eventTime + step.getObserveMillis();
      turn.move(
          entry,
          IncidentState.VERIFYING,
          AuthorKind.ACTUATOR,
          Results.ACTUATOR,
          what + "; watched before the rest of " + name(entry));
    } else {
      next(entry, what);
    }
  }

  /** A canary was watched long enough and has not harmed, or a limit was waited for. */
  void goOn(IncidentEntry entry) {
    entry.observing = false;
    next(entry, "the canary did no harm");
  }

  private void next(IncidentEntry entry, String what) {
    PlanStep step = nextStep(entry);
    if (step == null) {
      verify(entry, what);
      return;
    }
    ActionSpec spec = turn.policies().actions().get(step.getAction());
    String stopped = spec == null ? "the catalogue has no " + step.getAction() + " any more" : "";
    List<LimitBreach> breaches = List.of();
    if (turn.state.halted()) {
      stopped = turn.state.haltReason;
    } else if (spec != null) {
      breaches = breaches(entry, spec, step.getTarget(), false);
      stopped = String.join("; ", breaches.stream().map(LimitBreach::text).toList());
    }
    if (stopped.isEmpty()) {
      PlannedAction planned =
          dispatch.plan(entry, step, entry.lastAction().getPolicy(), "next step of " + name(entry));
      request(entry, planned, step);
      return;
    }
    boolean passing =
        !breaches.isEmpty() && breaches.stream().allMatch(breach -> breach.limit().passing());
    if (!passing || !hold(entry, step, stopped)) {
      turn.move(
          entry,
          IncidentState.ESCALATED,
          "the step " + step.getAction() + " is stopped: " + stopped + "; " + Judge.known(entry));
    }
  }

  /** Waits for a limit, for as long as a verification may take; false if that is over. */
  private boolean hold(IncidentEntry entry, PlanStep step, String stopped) {
    if (entry.holdBy == 0) {
      entry.holdBy = turn.eventTime + entry.verification.withinMillis();
    }
    if (turn.eventTime >= entry.holdBy) {
      return false;
    }
    entry.observing = true;
    entry.verifyBy = turn.eventTime + ASK_AGAIN_MILLIS;
    entry.waitingFor = stopped;
    if (entry.incident.getState() != IncidentState.VERIFYING) {
      turn.move(
          entry, IncidentState.VERIFYING, "the step " + step.getAction() + " waits: " + stopped);
    }
    return true;
  }

  /** The first step whose turn has come; those whose condition does not hold are skipped. */
  private PlanStep nextStep(IncidentEntry entry) {
    for (PlanStep step : entry.incident.getSteps()) {
      if (!step.getState().equals(WAITING)) {
        continue;
      }
      String against = against(entry, step);
      if (against.isEmpty()) {
        return step;
      }
      step.setState(SKIPPED);
      turn.remark(
          entry, AuthorKind.JOB, Turn.JOB, "step " + step.getAction() + " skipped: " + against);
    }
    return null;
  }

  private String against(IncidentEntry entry, PlanStep step) {
    if (step.getCondition().isEmpty()) {
      return "";
    }
    try {
      Condition condition = turn.engine.compile(step.getCondition());
      return turn.engine.holds(condition, Questions.about(turn, entry))
          ? ""
          : "it does not hold that " + step.getCondition();
    } catch (IllegalArgumentException | IllegalStateException e) {
      return "its condition cannot be asked: " + e.getMessage();
    }
  }

  void verify(IncidentEntry entry, String what) {
    entry.observing = false;
    entry.verifyBy = turn.eventTime + entry.verification.withinMillis();
    if (entry.incident.getState() == IncidentState.VERIFYING) {
      turn.remark(entry, AuthorKind.JOB, Turn.JOB, "the plan is done: " + what);
    } else {
      turn.move(entry, IncidentState.VERIFYING, AuthorKind.ACTUATOR, Results.ACTUATOR, what);
    }
  }

  /** What is left of the plan is not done: the symptoms are gone, or it failed. */
  void end(IncidentEntry entry) {
    entry.observing = false;
    for (PlanStep step : entry.incident.getSteps()) {
      if (step.getState().equals(WAITING)) {
        step.setState(SKIPPED);
      }
    }
  }

  /** The step under way failed. */
  void failed(IncidentEntry entry) {
    PlanStep step = step(entry, RUNNING);
    if (step != null) {
      step.setState(FAILED);
    }
    end(entry);
  }

  /** Whether anything was done that can be taken back. */
  boolean undoable(IncidentEntry entry) {
    return toUndo(entry) != null;
  }

  /**
   * Takes back the last step that was done and not taken back. Escalates if that is stopped.
   *
   * @return false if there is none
   */
  boolean undo(IncidentEntry entry, String why) {
    PlanStep step = toUndo(entry);
    if (step == null) {
      return false;
    }
    end(entry);
    ActionSpec reverse = turn.policies().actions().get(step.getUndoneBy());
    String stopped =
        turn.state.halted()
            ? turn.state.haltReason
            : reverse == null
                ? "the catalogue has no " + step.getUndoneBy() + " any more"
                : String.join(
                    "; ",
                    breaches(entry, reverse, step.getTarget(), true).stream()
                        .map(LimitBreach::text)
                        .toList());
    if (!stopped.isEmpty()) {
      turn.move(
          entry,
          IncidentState.ESCALATED,
          why + ", and the undo is stopped: " + stopped + "; " + Judge.known(entry));
      return true;
    }
    PlannedAction planned =
        dispatch.plan(
            entry,
            PlanStep.newBuilder(step)
                .setAction(reverse.name())
                .setParameters(
                    step.getUndoneBy().equals(step.getAction())
                        ? step.getParameters()
                        : new TreeMap<>(reverse.parameters()))
                .build(),
            entry.lastAction().getPolicy(),
            why + ": takes back " + step.getKey());
    planned.setUndo(true);
    entry.undone = true;
    entry.undoing = step.getKey();
    dispatch.request(entry, planned, reverse, step.getTimeoutMillis(), true);
    return true;
  }

  /** An undo succeeded: the step before it is next, until all are taken back. */
  void undid(IncidentEntry entry, String what) {
    for (PlanStep step : entry.incident.getSteps()) {
      if (!step.getKey().isEmpty() && step.getKey().equals(entry.undoing)) {
        step.setState(UNDONE);
      }
    }
    entry.undoing = "";
    if (!undo(entry, "the step after it was taken back")) {
      verify(entry, "taken back, " + what);
    }
  }

  private static PlanStep toUndo(IncidentEntry entry) {
    List<PlanStep> steps = entry.incident.getSteps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      PlanStep step = steps.get(i);
      if (step.getState().equals(DONE) && !step.getUndoneBy().isEmpty()) {
        return step;
      }
    }
    return null;
  }

  private List<LimitBreach> breaches(
      IncidentEntry entry, ActionSpec spec, String target, boolean undo) {
    return turn.state.ledger.check(
        turn.limits(),
        new ActionProposal(
            entry.incident.getId(),
            spec.name(),
            target,
            spec.risk(),
            entry.incident.getConfidence(),
            undo,
            // The plan was allowed as a whole, by its highest risk: by policy or by people.
            Turn.JOB,
            undo ? "" : Questions.about(turn, entry).personAt(),
            TargetHealth.UNKNOWN),
        turn.eventTime);
  }

  private static PlanStep step(IncidentEntry entry, String state) {
    for (PlanStep step : entry.incident.getSteps()) {
      if (step.getState().equals(state)) {
        return step;
      }
    }
    return null;
  }

  /** Name of the plan; incidents of older releases know only their action. */
  static String name(IncidentEntry entry) {
    String plan = entry.incident.getPlan();
    PlannedAction last = entry.lastAction();
    return plan.isEmpty() && last != null ? last.getAction() : plan;
  }
}
