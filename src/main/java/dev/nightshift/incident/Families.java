package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Incident;

/**
 * Parents and children: an incident that another explains is part of it. It is not acted on while
 * the other lasts; what then still has symptoms stands for itself again.
 */
final class Families {

  private final Turn turn;

  Families(Turn turn) {
    this.turn = turn;
  }

  /** Makes one incident part of another, with all that was part of it. */
  void link(IncidentEntry child, IncidentEntry parent) {
    if (child == parent || parent.incident.getParent().equals(child.incident.getId())) {
      return;
    }
    // A family has two generations: whoever explains the parent explains the child.
    IncidentEntry head = parent(parent);
    IncidentEntry top = head == null ? parent : head;
    if (top == child || child.incident.getParent().equals(top.incident.getId())) {
      return;
    }
    child.incident.setParent(top.incident.getId());
    AnomalyIntake.remember(top.incident.getChildren(), child.incident.getId());
    turn.touch(top);
    turn.touch(child);
    for (IncidentEntry other : turn.entries()) {
      if (other.incident.getParent().equals(child.incident.getId())) {
        other.incident.setParent("");
        link(other, top);
      }
    }
  }

  /** The incident that this one waits for; null if it stands for itself. */
  IncidentEntry parent(IncidentEntry entry) {
    String id = entry.incident.getParent();
    return id.isEmpty()
        ? null
        : turn.state
            .byId(id)
            .filter(parent -> Lifecycle.lasts(parent.incident.getState()))
            .orElse(null);
  }

  /** Gives children their independence whose parent is over and whose symptoms are not. */
  void release() {
    for (IncidentEntry entry : turn.entries()) {
      boolean orphan = !entry.incident.getParent().isEmpty() && parent(entry) == null;
      if (!orphan || !Lifecycle.lasts(entry.incident.getState()) || entry.quietSince != 0) {
        continue;
      }
      String parent = entry.incident.getParent();
      entry.incident.setParent("");
      entry.decideBy = turn.eventTime + turn.settings.decideWithinMillis();
      turn.remark(
          entry,
          AuthorKind.JOB,
          Turn.JOB,
          parent + " is over and the symptoms are not: on its own");
      new Planner(turn).consider(entry);
    }
  }

  /**
   * Whether a diagnosis explains an incident that it does not name. What is predicted neither
   * explains nor is explained; else all its symptoms are at services that the diagnosis counts
   * among those that suffer, nothing was begun about it, and if it has a cause of its own, that one
   * is a later and less certain finding than this.
   */
  static boolean explains(Diagnosis diagnosis, IncidentEntry entry) {
    Incident incident = entry.incident;
    if (diagnosis.getPredicted() || Predictions.stillPredicted(entry)) {
      return false;
    }
    if (!Lifecycle.undecided(incident.getState())
        || incident.getEntities().isEmpty()
        || !diagnosis.getEntities().containsAll(incident.getEntities())) {
      return false;
    }
    Diagnosis own = incident.getDiagnosis();
    return own == null
        || (!incident.getRootCause().equals(diagnosis.getCandidates().get(0).getEntity())
            && diagnosis.getEntities().contains(incident.getRootCause())
            && incident.getOnset() >= diagnosis.getOnset()
            && incident.getConfidence() < diagnosis.getCandidates().get(0).getConfidence());
  }
}
