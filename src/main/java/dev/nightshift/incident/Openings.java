package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.remedy.SafetyLimits;
import java.util.ArrayList;
import java.util.List;

/** Opens incidents, opens them again, and closes them for good. */
final class Openings {

  private final Turn turn;

  Openings(Turn turn) {
    this.turn = turn;
  }

  /**
   * A new incident.
   *
   * @param seed anomaly or diagnosis that it begins with
   */
  IncidentEntry open(String seed, long onset, String cause) {
    makeRoom();
    SystemIncidents state = turn.state;
    String id = IncidentId.of(state.system, seed + "|" + state.opened, turn.eventTime);
    state.opened++;
    IncidentEntry entry = new IncidentEntry();
    entry.incident =
        Incident.newBuilder()
            .setId(id)
            .setSystem(state.system)
            .setState(IncidentState.OPEN)
            .setRevision(0)
            .setOnset(onset)
            .setOpenedAt(turn.eventTime)
            .setUpdatedAt(turn.eventTime)
            .setTitle("")
            .build();
    entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
    state.incidents.add(entry);
    turn.born(entry, cause);
    return entry;
  }

  void reopen(IncidentEntry entry, String cause) {
    entry.incident.setRecurrences(entry.incident.getRecurrences() + 1);
    countFlap(entry);
    entry.incident.setResolvedAt(0L);
    // What was true last time need not be true now: nothing is done before a new diagnosis.
    entry.incident.setDiagnosis(null);
    entry.incident.setCameTrueAt(0L);
    entry.tried.clear();
    entry.undone = false;
    entry.acknowledgedBy = "";
    again(entry, cause);
  }

  /** Repairs that do not last are a riddle for a person, not work for automation. */
  private void countFlap(IncidentEntry entry) {
    SafetyLimits limits = turn.limits();
    entry.recurredAt.add(turn.eventTime);
    entry.recurredAt.removeIf(at -> turn.eventTime - at >= limits.flapWindowMillis());
    while (entry.recurredAt.size() > limits.flapRecurrences() + 1) {
      entry.recurredAt.remove(0);
    }
    entry.flapping |= entry.recurredAt.size() > limits.flapRecurrences();
  }

  /** Takes an incident up from the start, with what was tried still tried. */
  void again(IncidentEntry entry, String cause) {
    entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
    entry.retryAt = 0;
    entry.plannedFor = "";
    turn.move(entry, IncidentState.OPEN, cause);
  }

  void closed(IncidentEntry entry) {
    entry.incident.setClosedAt(turn.eventTime);
    if (entry.incident.getResolvedAt() == 0) {
      entry.incident.setResolvedAt(turn.eventTime);
    }
  }

  /** Forgets what is over, oldest first, and as a last resort hands the oldest open one over. */
  private void makeRoom() {
    List<IncidentEntry> incidents = turn.state.incidents;
    while (incidents.size() >= turn.settings.maxIncidents()) {
      IncidentEntry victim =
          oldest(IncidentState.CLOSED, IncidentState.SELF_RECOVERED, IncidentState.RESOLVED);
      if (victim == null) {
        victim = oldest(IncidentState.SUPPRESSED, IncidentState.ESCALATED, IncidentState.OPEN);
      }
      if (victim == null) {
        victim = incidents.get(0);
      }
      if (victim.incident.getState() != IncidentState.CLOSED) {
        turn.move(
            victim,
            IncidentState.CLOSED,
            "more than " + turn.settings.maxIncidents() + " incidents of the system at once");
        closed(victim);
      }
      turn.state.ledger.finished(victim.running);
      incidents.remove(victim);
    }
  }

  private IncidentEntry oldest(IncidentState... states) {
    for (IncidentState state : states) {
      for (IncidentEntry entry : new ArrayList<>(turn.state.incidents)) {
        if (entry.incident.getState() == state && entry.running.isEmpty()) {
          return entry;
        }
      }
    }
    return null;
  }
}
