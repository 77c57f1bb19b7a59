package dev.nightshift.incident;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Forecast;
import dev.nightshift.contract.Incident;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What is different about incidents that were predicted: they stand apart from what is wrong now,
 * until it is the same resource.
 *
 * <p>A prediction joins only an incident in which the same feature of the same entity is a symptom
 * already. What is observed joins a predicted incident only if that feature is among what it
 * deviates in, or the prediction has come true. An observed diagnosis then takes the place of the
 * predicted one, and never the other way round.
 */
final class Predictions {

  static final String PREDICTED = "predicted";
  static final String OBSERVED = "observed";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Turn turn;
  private final Openings openings;

  Predictions(Turn turn) {
    this.turn = turn;
    this.openings = new Openings(turn);
  }

  static boolean isPredicted(IncidentEntry entry) {
    return entry.incident.getKind().equals(PREDICTED);
  }

  /** Whether nothing has gone wrong yet. */
  static boolean stillPredicted(IncidentEntry entry) {
    return isPredicted(entry) && entry.incident.getCameTrueAt() == 0;
  }

  /** {@code memory reaches its limit 2.1e+09 at 2027-01-16 03:42 UTC (03:20 to 04:30)}. */
  static String words(Forecast forecast) {
    String what =
        String.format(Locale.ROOT, "%s reaches %.4g", forecast.getFeature(), forecast.getLimit());
    if (forecast.getReachedAt() != 0) {
      return what.replace("reaches", "reached") + " at " + time(forecast.getReachedAt());
    }
    return what
        + (forecast.getExhaustedAt() == 0
            ? " at no time in sight"
            : " at "
                + time(forecast.getExhaustedAt())
                + " (between "
                + time(forecast.getEarliest())
                + " and "
                + (forecast.getLatest() == 0 ? "never" : time(forecast.getLatest()))
                + ")");
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis)) + " UTC";
  }

  /** Where a prediction belongs that no incident holds. */
  IncidentEntry home(Anomaly anomaly) {
    Forecast forecast = anomaly.getForecast();
    for (IncidentEntry entry : turn.entries()) {
      if (Lifecycle.lasts(entry.incident.getState())
          && entry.symptoms.stream()
              .anyMatch(
                  s ->
                      s.entity().equals(anomaly.getEntity())
                          && isOf(s.feature(), forecast.getFeature(), forecast.getMetric()))) {
        return entry;
      }
    }
    for (IncidentEntry entry : turn.entries()) {
      if (Lifecycle.canRecur(entry.incident.getState())
          && isPredicted(entry)
          && entry.incident.getRootCause().equals(anomaly.getEntity())
          && entry.incident.getFaultType().equals(forecast.getFaultType())) {
        return entry;
      }
    }
    IncidentEntry entry =
        openings.open(
            anomaly.getId(),
            anomaly.getOnset(),
            "predicted: " + anomaly.getEntity() + ": " + words(forecast));
    entry.incident.setKind(PREDICTED);
    return entry;
  }

  /** The predicted incident that what is observed now was foreseen by; null if there is none. */
  IncidentEntry foretold(Anomaly observed) {
    for (IncidentEntry entry : turn.entries()) {
      if (!isPredicted(entry) || !Lifecycle.lasts(entry.incident.getState())) {
        continue;
      }
      for (Symptom symptom : entry.symptoms) {
        if (symptom.predicted()
            && symptom.lasts()
            && symptom.entity().equals(observed.getEntity())
            && (entry.incident.getCameTrueAt() != 0
                || deviates(observed.getContributions(), symptom))) {
          return entry;
        }
      }
    }
    return null;
  }

  private static boolean deviates(List<Contribution> contributions, Symptom predicted) {
    return contributions.stream()
        .anyMatch(c -> isOf(c.getFeature(), predicted.feature(), predicted.metric()));
  }

  /** Whether a feature is the one that runs out: where no model names features, metrics do. */
  private static boolean isOf(String name, String feature, String metric) {
    return name.equals(feature) || (!metric.isEmpty() && name.equals(metric));
  }

  /** Says it once when what was predicted came true. */
  void cameTrue(IncidentEntry entry, Forecast forecast) {
    Incident incident = entry.incident;
    if (forecast == null || forecast.getReachedAt() == 0 || !stillPredicted(entry)) {
      return;
    }
    incident.setCameTrueAt(forecast.getReachedAt());
    turn.remark(
        entry,
        AuthorKind.JOB,
        Turn.JOB,
        "came true "
            + (forecast.getReachedAt() - incident.getOpenedAt()) / 60_000
            + " min after it was predicted: "
            + words(forecast));
  }

  /** Whether a diagnosis of what is predicted has no say: the incident was observed. */
  static boolean outranked(IncidentEntry entry, Diagnosis diagnosis) {
    Diagnosis own = entry.incident.getDiagnosis();
    boolean observed = !isPredicted(entry) || (own != null && !own.getPredicted());
    return diagnosis.getPredicted() && observed;
  }

  static String kindOf(Diagnosis diagnosis) {
    return diagnosis.getPredicted() ? PREDICTED : OBSERVED;
  }

  /** Whether an observed diagnosis blames what the incident predicted. */
  static boolean confirms(Diagnosis diagnosis, IncidentEntry entry) {
    Diagnosis own = entry.incident.getDiagnosis();
    return own != null
        && own.getPredicted()
        && !diagnosis.getPredicted()
        && diagnosis.getCandidates().get(0).getEntity().equals(entry.incident.getRootCause());
  }
}
