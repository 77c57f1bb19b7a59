package dev.nightshift.actuator.notify;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.Transition;
import java.util.Optional;

/** How an incident stands with the people on call. */
public enum Stage {
  /** Somebody is needed: it is escalated, or waits for an approval. */
  TRIGGERED,
  /** Somebody was needed; now it is being worked on again. */
  ACKNOWLEDGED,
  /** Nobody is needed any more. */
  RESOLVED;

  /**
   * Where the incident's history has led.
   *
   * @return empty if nobody was ever needed
   */
  public static Optional<Stage> of(Incident incident) {
    Optional<Stage> stage = Optional.empty();
    for (Transition transition : incident.getHistory()) {
      stage = next(stage, transition.getTo());
    }
    return next(stage, incident.getState());
  }

  /**
   * What a call of the escalation chain asks for.
   *
   * @return empty for a kind that this version does not know
   */
  public static Optional<Stage> of(Notification call) {
    return switch (call.getKind()) {
      case "approval", "escalation" -> Optional.of(TRIGGERED);
      case "acknowledged" -> Optional.of(ACKNOWLEDGED);
      case "resolved" -> Optional.of(RESOLVED);
      default -> Optional.empty();
    };
  }

  private static Optional<Stage> next(Optional<Stage> stage, IncidentState state) {
    return switch (state) {
      case ESCALATED, AWAITING_APPROVAL -> Optional.of(TRIGGERED);
      case RESOLVED, SELF_RECOVERED, SUPPRESSED, CLOSED -> stage.map(any -> RESOLVED);
      case OPEN, DIAGNOSED, PLANNED, REMEDIATING, VERIFYING, ROLLING_BACK ->
          stage.map(now -> now == TRIGGERED ? ACKNOWLEDGED : now);
    };
  }
}
