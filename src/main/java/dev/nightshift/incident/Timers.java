package dev.nightshift.incident;

import dev.nightshift.contract.IncidentState;

/** What happens by the mere passing of time. */
final class Timers {

  static final long NEVER = Long.MAX_VALUE;

  /** After a long sleep one deadline leads to the next; each round is at least one step of life. */
  private static final int MAX_ROUNDS = 20;

  private final Turn turn;
  private final Silencing silencing;
  private final Escalations escalations;

  Timers(Turn turn) {
    this.turn = turn;
    this.silencing = new Silencing(turn);
    this.escalations = new Escalations(turn);
  }

  void advance() {
    silencing.expire();
    for (int round = 0; round < MAX_ROUNDS && due(); round++) {
      for (IncidentEntry entry : turn.entries()) {
        advance(entry);
      }
    }
  }

  private boolean due() {
    return turn.state.incidents.stream()
        .anyMatch(e -> turn.eventTime >= eventDeadline(e) || turn.wallTime >= wallDeadline(e));
  }

  private void advance(IncidentEntry entry) {
    escalations.advance(entry);
    if (!entry.running.isEmpty() && turn.wallTime >= entry.resultBy) {
      if (turn.conduct.imagined()) {
        new Results(turn).imagine(entry);
      } else {
        new Results(turn).timeOut(entry);
      }
    }
    if (entry.incident.getState() == IncidentState.AWAITING_APPROVAL
        && turn.wallTime >= entry.approveBy) {
      new Approvals(turn).expire(entry);
    }
    silencing.wake(entry, "the maintenance is over");
    if (silencing.suppress(entry) || turn.eventTime < eventDeadline(entry)) {
      return;
    }
    switch (entry.incident.getState()) {
      case OPEN, DIAGNOSED -> {
        if (quietLongEnough(entry)) {
          recovered(entry);
        } else if (entry.retryAt != 0 && turn.eventTime >= entry.retryAt) {
          new Planner(turn).consider(entry);
          entry.retryAt = entry.retryAt > turn.eventTime ? entry.retryAt : 0;
        }
        giveUp(entry);
      }
      case PLANNED, AWAITING_APPROVAL, SUPPRESSED, ESCALATED -> recovered(entry);
      case VERIFYING -> {
        if (quietLongEnough(entry)) {
          new Judge(turn).helped(entry);
        } else if (entry.observing) {
          new Judge(turn).observed(entry);
        } else {
          new Judge(turn).notHelped(entry);
        }
      }
      case RESOLVED, SELF_RECOVERED -> {
        turn.move(entry, IncidentState.CLOSED, "quiet since it was over");
        new Openings(turn).closed(entry);
      }
      case CLOSED -> turn.state.incidents.remove(entry);
      case REMEDIATING, ROLLING_BACK -> {}
    }
  }

  /** Nobody knows what to do: call a person. */
  private void giveUp(IncidentEntry entry) {
    IncidentState state = entry.incident.getState();
    boolean undecided = state == IncidentState.OPEN || state == IncidentState.DIAGNOSED;
    boolean late = undecided && entry.quietSince == 0 && turn.eventTime >= entry.decideBy;
    if (late && new Families(turn).parent(entry) != null) {
      // A child waits with its parent, for which a person is called if need be.
      entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
    } else if (late) {
      String why =
          state == IncidentState.OPEN ? "no diagnosis in time" : "waited for " + entry.waitingFor;
      turn.move(entry, IncidentState.ESCALATED, why + "; " + Judge.known(entry));
    }
  }

  private void recovered(IncidentEntry entry) {
    boolean escalated = entry.incident.getState() == IncidentState.ESCALATED;
    new Dispatch(turn).drop(entry, "the symptoms went before it");
    turn.move(
        entry,
        escalated ? IncidentState.RESOLVED : IncidentState.SELF_RECOVERED,
        Predictions.stillPredicted(entry)
            ? "the forecast receded and stayed away"
            : "the symptoms are gone and stayed away");
    entry.incident.setResolvedAt(turn.eventTime);
  }

  private boolean quietLongEnough(IncidentEntry entry) {
    return entry.quietSince != 0 && turn.eventTime >= entry.quietSince + clearFor(entry);
  }

  private long clearFor(IncidentEntry entry) {
    return entry.incident.getState() == IncidentState.VERIFYING
        ? entry.verification.clearForMillis()
        : turn.clearFor();
  }

  /** When event time next means something to the incident. */
  long eventDeadline(IncidentEntry entry) {
    long quiet = entry.quietSince == 0 ? NEVER : entry.quietSince + clearFor(entry);
    return switch (entry.incident.getState()) {
      case OPEN, DIAGNOSED -> {
        long decide = entry.quietSince == 0 ? entry.decideBy : quiet;
        long retry = entry.retryAt == 0 ? NEVER : entry.retryAt;
        yield Math.min(Math.min(decide, retry), silencing.deadline(entry));
      }
      case PLANNED, AWAITING_APPROVAL, SUPPRESSED, ESCALATED ->
          Math.min(quiet, silencing.deadline(entry));
      case VERIFYING -> entry.quietSince == 0 ? entry.verifyBy : quiet;
      case RESOLVED, SELF_RECOVERED ->
          entry.incident.getResolvedAt() + turn.settings.reopenWindowMillis();
      case CLOSED ->
          entry.running.isEmpty() && entry.incident.getActiveAnomalies().isEmpty()
              ? entry.incident.getClosedAt() + turn.settings.reopenWindowMillis()
              : NEVER;
      case REMEDIATING, ROLLING_BACK -> NEVER;
    };
  }

  /** When the clock next means something to the incident. */
  long wallDeadline(IncidentEntry entry) {
    long result = entry.running.isEmpty() ? NEVER : entry.resultBy;
    long approval =
        entry.incident.getState() == IncidentState.AWAITING_APPROVAL ? entry.approveBy : NEVER;
    return Math.min(Math.min(result, approval), escalations.deadline(entry));
  }
}
