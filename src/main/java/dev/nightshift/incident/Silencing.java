package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.remedy.MaintenanceWindow;
import java.util.List;

/** Silences and maintenance windows. */
final class Silencing {

  private final Turn turn;
  private final Openings openings;

  Silencing(Turn turn) {
    this.turn = turn;
    this.openings = new Openings(turn);
  }

  void silence(ControlMessage message) {
    List<Silence> silences = turn.state.silences;
    silences.removeIf(s -> s.over(turn.wallTime) || s.scope().equals(message.getScope()));
    Silence silence =
        new Silence(
            message.getScope(), message.getUntil(), message.getAuthor(), message.getReason());
    if (silence.over(turn.wallTime)) {
      turn.ignore("the silence of " + message.getScope() + " was over when it came");
      return;
    }
    if (silences.size() >= SystemIncidents.MAX_SILENCES) {
      turn.ignore(
          "more than " + SystemIncidents.MAX_SILENCES + " silences of " + turn.state.system);
      return;
    }
    silences.add(silence);
    turn.entries().forEach(this::suppress);
  }

  void unsilence(ControlMessage message) {
    if (!turn.state.silences.removeIf(s -> s.scope().equals(message.getScope()))) {
      turn.ignore("there is no silence of " + message.getScope());
      return;
    }
    wake(message.getAuthor() + " ended the silence");
  }

  /** Ends what is over by the clock. */
  void expire() {
    if (turn.state.silences.removeIf(s -> s.over(turn.wallTime))) {
      wake("the silence is over");
    }
  }

  /**
   * Suppresses an incident that a silence or a maintenance window covers.
   *
   * @return true if it is suppressed now
   */
  boolean suppress(IncidentEntry entry) {
    if (!Lifecycle.allows(entry.incident.getState(), IncidentState.SUPPRESSED)) {
      return false;
    }
    for (Silence silence : turn.state.silences) {
      if (!silence.over(turn.wallTime) && silence.covers(entry.incident)) {
        suppress(
            entry,
            AuthorKind.PERSON,
            silence.author(),
            "silence of " + silence.scope() + ": " + silence.reason());
        return true;
      }
    }
    for (MaintenanceWindow window : turn.policies().maintenance()) {
      if (window.openUntil(turn.eventTime) != 0 && covers(window, entry)) {
        suppress(
            entry,
            AuthorKind.JOB,
            Turn.JOB,
            "maintenance of " + window.scope() + ": " + window.name());
        return true;
      }
    }
    return false;
  }

  private void suppress(IncidentEntry entry, AuthorKind author, String by, String why) {
    new Dispatch(turn).drop(entry, why);
    turn.move(entry, IncidentState.SUPPRESSED, author, by, why);
  }

  /** Takes incidents up again that nothing covers any more. */
  void wake(String cause) {
    turn.entries().forEach(entry -> wake(entry, cause));
  }

  /** Takes a suppressed incident up again unless something covers it. */
  void wake(IncidentEntry entry, String cause) {
    if (entry.incident.getState() == IncidentState.SUPPRESSED && !covered(entry)) {
      openings.again(entry, cause);
      new Planner(turn).consider(entry);
    }
  }

  private boolean covered(IncidentEntry entry) {
    return turn.state.silences.stream().anyMatch(s -> s.covers(entry.incident))
        || turn.policies().maintenance().stream()
            .anyMatch(w -> w.openUntil(turn.eventTime) != 0 && covers(w, entry));
  }

  private static boolean covers(MaintenanceWindow window, IncidentEntry entry) {
    return Silence.covers(window.scope(), entry.incident);
  }

  /**
   * Event time at which a maintenance window next begins or ends for an incident; {@link
   * Timers#NEVER} for not at all.
   */
  long deadline(IncidentEntry entry) {
    boolean suppressed = entry.incident.getState() == IncidentState.SUPPRESSED;
    if (suppressed && !covered(entry)) {
      return turn.eventTime;
    }
    long next = Timers.NEVER;
    for (MaintenanceWindow window : turn.policies().maintenance()) {
      if (!covers(window, entry)) {
        continue;
      }
      long end = window.openUntil(turn.eventTime);
      if (end != 0) {
        next = Math.min(next, suppressed ? end : turn.eventTime);
      } else if (!suppressed) {
        next = Math.min(next, window.nextStart(turn.eventTime));
      }
    }
    return next;
  }
}
