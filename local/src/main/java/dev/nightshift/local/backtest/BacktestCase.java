package dev.nightshift.local.backtest;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.contract.Transition;
import dev.nightshift.telemetry.Entity;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One incident of a backtest, as it stood when the recording ended.
 *
 * @param number in the order of onset, from 1; 0 for what turned out to be part of another
 * @param incident newest snapshot inside the recording
 * @param decisions what the policies said, in order, each time their answer changed
 * @param confidences of the diagnosis when an action would have been asked for, by the action's key
 * @param alternatives actions and plans of the rule that were not chosen, in the policy's order
 */
record BacktestCase(
    int number,
    Incident incident,
    List<PolicyDecision> decisions,
    Map<String, Double> confidences,
    List<String> alternatives) {

  private static final String DUPLICATE = "duplicate of ";

  /** What the job would have made of it; the furthest that it went. */
  enum Outcome {
    ACTED("would have acted"),
    ASKED("would have asked"),
    SAID("would only have said what to do"),
    LEFT("left to a person"),
    STOPPED("stopped by limits"),
    WATCHED("watched only"),
    MERGED("part of another");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  BacktestCase {
    decisions = List.copyOf(decisions);
    confidences = Map.copyOf(confidences);
    alternatives = List.copyOf(alternatives);
  }

  Outcome outcome() {
    if (!mergedInto().isEmpty()) {
      return Outcome.MERGED;
    }
    if (!wouldDo().isEmpty()) {
      return Outcome.ACTED;
    }
    if (reached(IncidentState.AWAITING_APPROVAL)) {
      return Outcome.ASKED;
    }
    if (reached(IncidentState.PLANNED)) {
      return Outcome.SAID;
    }
    if (reached(IncidentState.ESCALATED)) {
      return Outcome.LEFT;
    }
    return stops().isEmpty() ? Outcome.WATCHED : Outcome.STOPPED;
  }

  private boolean reached(IncidentState state) {
    return incident.getHistory().stream().anyMatch(row -> row.getTo() == state);
  }

  /** The incident that this one turned out to be part of; empty if it stands for itself. */
  String mergedInto() {
    return mergedInto(incident);
  }

  static String mergedInto(Incident incident) {
    return incident.getHistory().stream()
        .map(Transition::getCause)
        .filter(cause -> cause.startsWith(DUPLICATE))
        .map(cause -> cause.substring(DUPLICATE.length()).split(":", 2)[0])
        .findFirst()
        .orElse("");
  }

  /** Actions that the actuator would have been asked for. */
  List<PlannedAction> wouldDo() {
    return incident.getActions().stream().filter(action -> action.getRequestedAt() != 0).toList();
  }

  /** Steps of the plan that would follow what was imagined or shown, in their order. */
  List<PlanStep> following() {
    List<PlanStep> steps = incident.getSteps();
    return steps.size() < 2 ? List.of() : steps.subList(1, steps.size());
  }

  /** Each limit that stopped something, each time that it did. */
  List<LimitStop> stops() {
    return decisions.stream().flatMap(decision -> decision.getLimits().stream()).toList();
  }

  /** When people would have been called. */
  List<Transition> calls() {
    return incident.getHistory().stream()
        .filter(row -> row.getFrom() == row.getTo() && row.getCause().startsWith("call "))
        .toList();
  }

  /** When the symptoms were gone for good; empty if they last when the recording ends. */
  OptionalLong quietAt() {
    return incident.getResolvedAt() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(incident.getResolvedAt());
  }

  /** The service that the story is about: the blamed one, else the first with symptoms. */
  String service() {
    String entity =
        !incident.getRootCause().isEmpty()
            ? incident.getRootCause()
            : incident.getEntities().isEmpty() ? "" : incident.getEntities().get(0);
    return entity.isEmpty() ? incident.getSystem() : Entity.parse(entity).withoutInstance().key();
  }
}
