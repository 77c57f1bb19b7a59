package dev.nightshift.incident;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A diagnosis says which anomalies are one problem: incidents that share it become one, and an
 * incident that holds two problems is split.
 */
final class DiagnosisIntake {

  private final Turn turn;
  private final Openings openings;
  private final Families families;

  DiagnosisIntake(Turn turn) {
    this.turn = turn;
    this.openings = new Openings(turn);
    this.families = new Families(turn);
  }

  /** The incident that the diagnosis is about now, or null if it led to nothing. */
  IncidentEntry accept(Diagnosis diagnosis) {
    if (diagnosis.getCandidates().isEmpty()) {
      turn.ignore("diagnosis " + diagnosis.getId() + " names no candidate");
      return null;
    }
    List<IncidentEntry> holders =
        turn.entries().stream().filter(entry -> concerned(entry, diagnosis)).toList();
    List<IncidentEntry> alive =
        holders.stream().filter(e -> Lifecycle.lasts(e.incident.getState())).toList();
    if (alive.isEmpty() && !holders.isEmpty()) {
      turn.ignore(
          "diagnosis "
              + diagnosis.getId()
              + " is about "
              + holders.get(0).incident.getId()
              + ", which is over");
      return null;
    }
    IncidentEntry entry = alive.isEmpty() ? null : survivor(alive, diagnosis);
    if (entry == null) {
      entry = openings.open(diagnosis.getId(), diagnosis.getOnset(), "diagnosis without incident");
      entry.incident.setKind(Predictions.kindOf(diagnosis));
    } else if (Predictions.outranked(entry, diagnosis)) {
      turn.ignore(
          "prediction "
              + diagnosis.getId()
              + " is a symptom of "
              + entry.incident.getId()
              + ", which was observed");
      return null;
    } else if (another(entry, diagnosis) && outlives(entry, diagnosis)) {
      entry = split(entry, diagnosis);
    }
    Diagnosis old = entry.incident.getDiagnosis();
    if (old != null
        && old.getId().equals(diagnosis.getId())
        && old.getRevision() >= diagnosis.getRevision()) {
      turn.ignore("revision " + diagnosis.getRevision() + " of " + old.getId() + " is not newer");
      return null;
    }
    for (IncidentEntry other : turn.entries()) {
      if (other != entry && Lifecycle.lasts(other.incident.getState())) {
        relate(other, entry, diagnosis, alive.contains(other));
      }
    }
    adopt(entry, diagnosis);
    return entry;
  }

  /** An incident beside the diagnosed one: the same problem, part of it, or one of its own. */
  private void relate(
      IncidentEntry other, IncidentEntry entry, Diagnosis diagnosis, boolean shares) {
    if (shares && !another(other, diagnosis)) {
      merge(other, entry);
    } else if (shares && outlives(other, diagnosis)) {
      hand(other, entry, diagnosis);
    } else if (Families.explains(diagnosis, other)) {
      if (other.incident.getDiagnosis() == null) {
        merge(other, entry);
      } else {
        hold(other, entry, diagnosis);
      }
    }
  }

  private void hold(IncidentEntry child, IncidentEntry parent, Diagnosis diagnosis) {
    if (families.parent(child) != null) {
      return;
    }
    families.link(child, parent);
    turn.remark(
        child,
        AuthorKind.JOB,
        Turn.JOB,
        "part of " + child.incident.getParent() + ": its services suffer from " + cause(diagnosis));
    // Takes back a plan that was laid before this was known.
    new Planner(turn).consider(child);
  }

  private static String cause(Diagnosis diagnosis) {
    Candidate best = diagnosis.getCandidates().get(0);
    return best.getFaultType() + " of " + best.getEntity();
  }

  private static boolean concerned(IncidentEntry entry, Diagnosis diagnosis) {
    return sameDiagnosis(entry, diagnosis)
        || diagnosis.getAnomalies().stream().anyMatch(entry::holds);
  }

  private static boolean sameDiagnosis(IncidentEntry entry, Diagnosis diagnosis) {
    Diagnosis own = entry.incident.getDiagnosis();
    return own != null && own.getId().equals(diagnosis.getId());
  }

  /** The diagnosis' own incident, else one whose action is under way, else the oldest. */
  private static IncidentEntry survivor(List<IncidentEntry> alive, Diagnosis diagnosis) {
    for (IncidentEntry entry : alive) {
      if (sameDiagnosis(entry, diagnosis)) {
        return entry;
      }
    }
    List<IncidentEntry> same = alive.stream().filter(e -> !another(e, diagnosis)).toList();
    List<IncidentEntry> from = same.isEmpty() ? alive : same;
    for (IncidentEntry entry : from) {
      if (Lifecycle.acts(entry.incident.getState())) {
        return entry;
      }
    }
    return from.get(0);
  }

  /** Whether the incident has a diagnosis of its own that leaves all these anomalies out. */
  private static boolean another(IncidentEntry entry, Diagnosis diagnosis) {
    Diagnosis own = entry.incident.getDiagnosis();
    return own != null
        && !Predictions.confirms(diagnosis, entry)
        && !own.getId().equals(diagnosis.getId())
        && diagnosis.getAnomalies().stream().noneMatch(own.getAnomalies()::contains);
  }

  /** Whether symptoms are left to an incident that gives these away. */
  private static boolean outlives(IncidentEntry entry, Diagnosis diagnosis) {
    return entry.symptoms.stream().anyMatch(s -> !diagnosis.getAnomalies().contains(s.id()));
  }

  private IncidentEntry split(IncidentEntry from, Diagnosis diagnosis) {
    IncidentEntry entry =
        openings.open(
            diagnosis.getId(),
            diagnosis.getOnset(),
            "a problem of its own, until now part of " + from.incident.getId());
    hand(from, entry, diagnosis);
    return entry;
  }

  /**
   * Gives over the symptoms that are the diagnosed problem's: held by two incidents, one of them
   * would never hear of their end.
   */
  private void hand(IncidentEntry from, IncidentEntry to, Diagnosis diagnosis) {
    for (Symptom symptom : new ArrayList<>(from.symptoms)) {
      if (diagnosis.getAnomalies().contains(symptom.id())) {
        from.symptoms.remove(symptom);
        if (to.symptoms.size() < IncidentEntry.MAX_SYMPTOMS) {
          to.symptoms.add(symptom);
        }
        AnomalyIntake.remember(to.incident.getEntities(), symptom.entity());
      }
    }
    from.forgetAnomalies(diagnosis.getAnomalies());
    from.refreshSymptoms();
    turn.touch(from);
  }

  private void merge(IncidentEntry duplicate, IncidentEntry into) {
    families.link(duplicate, into);
    if (Lifecycle.acts(duplicate.incident.getState()) || !duplicate.running.isEmpty()) {
      turn.ignore(
          duplicate.incident.getId()
              + " is part of "
              + into.incident.getId()
              + ", but its own action is under way: it is seen through first");
      return;
    }
    for (Symptom symptom : duplicate.symptoms) {
      if (into.symptoms.size() < IncidentEntry.MAX_SYMPTOMS && !into.holds(symptom.id())) {
        into.symptoms.add(symptom);
      }
    }
    duplicate.incident.getAnomalies().forEach(a -> remember(into.incident.getAnomalies(), a));
    duplicate.incident.getEntities().forEach(e -> remember(into.incident.getEntities(), e));
    into.incident.setOnset(Math.min(into.incident.getOnset(), duplicate.incident.getOnset()));
    // The anomalies live on in the other: this one must not be found by them again.
    duplicate.symptoms.clear();
    duplicate.incident.setAnomalies(new ArrayList<>());
    duplicate.refreshSymptoms();
    new Dispatch(turn).drop(duplicate, "one cause with " + into.incident.getId());
    turn.move(
        duplicate, IncidentState.CLOSED, "duplicate of " + into.incident.getId() + ": one cause");
    openings.closed(duplicate);
  }

  private static void remember(List<String> names, String name) {
    AnomalyIntake.remember(names, name);
  }

  private void adopt(IncidentEntry entry, Diagnosis diagnosis) {
    Incident incident = entry.incident;
    boolean first = incident.getDiagnosis() == null;
    Candidate best = diagnosis.getCandidates().get(0);
    if (!first
        && !(Objects.equals(incident.getRootCause(), best.getEntity())
            && Objects.equals(incident.getFaultType(), best.getFaultType()))) {
      turn.remark(
          entry,
          AuthorKind.JOB,
          Turn.JOB,
          "now blamed: " + best.getFaultType() + " of " + best.getEntity());
    }
    incident.setDiagnosis(diagnosis);
    incident.setRootCause(best.getEntity());
    incident.setFaultType(best.getFaultType());
    incident.setConfidence(best.getConfidence());
    diagnosis.getAnomalies().forEach(a -> remember(incident.getAnomalies(), a));
    diagnosis.getEntities().forEach(e -> remember(incident.getEntities(), e));
    incident.setOnset(Math.min(incident.getOnset(), diagnosis.getOnset()));
    entry.refreshSymptoms();
    turn.touch(entry);
  }
}
