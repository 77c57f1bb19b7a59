package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.IncidentState;
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
   * Suppresses an incident that a silence covers.
   *
   * @return true if it is suppressed now
   */
  boolean suppress(IncidentEntry entry) {
    if (!Lifecycle.allows(entry.incident.getState(), IncidentState.SUPPRESSED)) {
      return false;
    }
    for (Silence silence : turn.state.silences) {
      if (!silence.over(turn.wallTime) && silence.covers(entry.incident)) {
        new Dispatch(turn).drop(entry, "silenced");
        turn.move(
            entry,
            IncidentState.SUPPRESSED,
            AuthorKind.PERSON,
            silence.author(),
            "silence of " + silence.scope() + ": " + silence.reason());
        return true;
      }
    }
    return false;
  }

  /** Takes incidents up again that no silence covers any more. */
  void wake(String cause) {
    for (IncidentEntry entry : turn.entries()) {
      boolean covered = turn.state.silences.stream().anyMatch(s -> s.covers(entry.incident));
      if (entry.incident.getState() == IncidentState.SUPPRESSED && !covered) {
        openings.again(entry, cause);
        new Planner(turn).consider(entry);
      }
    }
  }
}
