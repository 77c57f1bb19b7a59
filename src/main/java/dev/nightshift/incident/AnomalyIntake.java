package dev.nightshift.incident;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlannedAction;
import java.util.List;

/** Symptoms join the incident that explains them. */
final class AnomalyIntake {

  private final Turn turn;
  private final Openings openings;
  private final Predictions predictions;

  AnomalyIntake(Turn turn) {
    this.turn = turn;
    this.openings = new Openings(turn);
    this.predictions = new Predictions(turn);
  }

  /** The incident that holds the anomaly now, or null if the record led to nothing. */
  IncidentEntry accept(Anomaly anomaly) {
    Symptom symptom = Symptom.of(anomaly);
    IncidentEntry entry = turn.state.holding(anomaly.getId()).orElse(null);
    if (entry == null && anomaly.getPhase() == AnomalyPhase.ENDED) {
      turn.ignore("anomaly " + anomaly.getId() + " ended, and no incident holds it");
      return null;
    }
    if (entry == null) {
      entry = anomaly.getForecast() == null ? home(anomaly) : predictions.home(anomaly);
    } else if (stale(entry, symptom)) {
      turn.ignore("an older record of anomaly " + anomaly.getId());
      return null;
    }
    boolean wasQuiet = entry.quietSince != 0;
    add(entry, symptom);
    predictions.cameTrue(entry, anomaly.getForecast());
    if (Lifecycle.canRecur(entry.incident.getState()) && symptom.lasts()) {
      openings.reopen(entry, "the symptoms came back: " + anomaly.getEntity());
    } else if (entry.quietSince != 0 && !wasQuiet) {
      turn.touch(entry);
    }
    return entry;
  }

  private IncidentEntry home(Anomaly anomaly) {
    IncidentEntry foretold = predictions.foretold(anomaly);
    if (foretold != null) {
      return foretold;
    }
    // What may come explains nothing that is there.
    List<IncidentEntry> entries =
        turn.entries().stream().filter(e -> !Predictions.stillPredicted(e)).toList();
    String entity = anomaly.getEntity();
    for (IncidentEntry entry : entries) {
      if (Lifecycle.lasts(entry.incident.getState()) && explains(entry, entity)) {
        return entry;
      }
    }
    for (IncidentEntry entry : entries) {
      if (Lifecycle.canRecur(entry.incident.getState()) && recurs(entry, entity)) {
        return entry;
      }
    }
    for (IncidentEntry entry : entries) {
      if (Lifecycle.undecided(entry.incident.getState()) && near(entry, anomaly.getOnset())) {
        return entry;
      }
    }
    for (IncidentEntry entry : turn.entries()) {
      if (Lifecycle.acts(entry.incident.getState()) && shaken(entry, anomaly.getOnset())) {
        return entry;
      }
    }
    return openings.open(
        anomaly.getId(), anomaly.getOnset(), "anomaly of " + entity + " above its threshold");
  }

  /**
   * The cause itself is back. A service that only suffered last time may suffer from something else
   * now: that is for a new diagnosis to say.
   */
  private static boolean recurs(IncidentEntry entry, String entity) {
    String cause = entry.incident.getRootCause();
    return cause.isEmpty() ? explains(entry, entity) : cause.equals(entity);
  }

  private static boolean explains(IncidentEntry entry, String entity) {
    return entry.incident.getEntities().contains(entity)
        || (entry.incident.getDiagnosis() != null
            && entry.incident.getDiagnosis().getEntities().contains(entity));
  }

  private boolean near(IncidentEntry entry, long onset) {
    return entry.symptoms.stream()
        .anyMatch(s -> Math.abs(s.onset() - onset) <= turn.settings.joinWindowMillis());
  }

  /**
   * Whether it began while a repair ran or just after: a restart is felt by the callers. If it is a
   * problem of its own, its diagnosis splits it off.
   */
  private boolean shaken(IncidentEntry entry, long onset) {
    PlannedAction last = entry.lastAction();
    long end = last.getFinishedAt() == 0 ? turn.eventTime : last.getFinishedAt();
    return onset >= last.getRequestedAt() && onset <= end + turn.settings.joinWindowMillis();
  }

  private static boolean stale(IncidentEntry entry, Symptom symptom) {
    return entry.symptoms.stream()
        .anyMatch(s -> s.id().equals(symptom.id()) && s.updated() > symptom.updated());
  }

  /** Takes a symptom in or brings it up to date. */
  private void add(IncidentEntry entry, Symptom symptom) {
    boolean known = entry.symptoms.removeIf(s -> s.id().equals(symptom.id()));
    if (!known) {
      makeRoom(entry);
    }
    entry.symptoms.add(symptom);
    remember(entry.incident.getAnomalies(), symptom.id());
    remember(entry.incident.getEntities(), symptom.entity());
    entry.incident.setOnset(Math.min(entry.incident.getOnset(), symptom.onset()));
    entry.refreshSymptoms();
    if (entry.incident.getState() != IncidentState.CLOSED && !known) {
      turn.touch(entry);
    }
  }

  private static void makeRoom(IncidentEntry entry) {
    if (entry.symptoms.size() < IncidentEntry.MAX_SYMPTOMS) {
      return;
    }
    Symptom victim =
        entry.symptoms.stream().filter(s -> !s.lasts()).findFirst().orElse(entry.symptoms.get(0));
    entry.symptoms.remove(victim);
    entry.forgetAnomalies(List.of(victim.id()));
  }

  static void remember(List<String> names, String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
    while (names.size() > IncidentEntry.MAX_SYMPTOMS) {
      names.remove(0);
    }
  }
}
