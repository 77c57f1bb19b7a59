package dev.nightshift.detect.forecast;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Forecast;
import dev.nightshift.contract.Stance;
import dev.nightshift.detect.StableId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A prediction in words and numbers that a person can check. */
final class ForecastDiagnosis {

  private ForecastDiagnosis() {}

  static Diagnosis of(Anomaly anomaly, PredictionState state) {
    Forecast forecast = anomaly.getForecast();
    List<Evidence> evidence = new ArrayList<>();
    double weight = Math.log(forecast.getConfidence() / (1 - forecast.getConfidence()));
    evidence.add(new Evidence("forecast", Stance.FOR, trend(anomaly), weight));
    long ahead = forecast.getExhaustedAt() - anomaly.getUpdated();
    if (forecast.getReachedAt() == 0 && state.observedMillis < ahead) {
      evidence.add(
          new Evidence(
              "forecast",
              Stance.AGAINST,
              "the trend has been seen for " + words(state.observedMillis) + " only",
              0.0));
    }
    Candidate candidate =
        new Candidate(
            anomaly.getEntity(), forecast.getFaultType(), forecast.getConfidence(), evidence);
    return Diagnosis.newBuilder()
        .setId(StableId.of("d", anomaly.getSystem(), anomaly.getId()))
        .setSystem(anomaly.getSystem())
        .setRevision(state.revision)
        .setAt(anomaly.getUpdated())
        .setOnset(anomaly.getOnset())
        .setAnomalies(new ArrayList<>(List.of(anomaly.getId())))
        .setEntities(new ArrayList<>(List.of(anomaly.getEntity())))
        .setCandidates(new ArrayList<>(List.of(candidate)))
        .setPredicted(true)
        .build();
  }

  private static String trend(Anomaly anomaly) {
    Forecast forecast = anomaly.getForecast();
    if (forecast.getReachedAt() != 0) {
      return String.format(
          Locale.ROOT,
          "%s is %.4g and reached its limit %.4g, %s after that was predicted",
          forecast.getFeature(),
          forecast.getValue(),
          forecast.getLimit(),
          words(forecast.getReachedAt() - anomaly.getOnset()));
    }
    long now = anomaly.getUpdated();
    String latest = forecast.getLatest() == 0 ? "never" : words(forecast.getLatest() - now);
    return String.format(
        Locale.ROOT,
        "%s is %.4g and changes by %.4g an hour: at its limit %.4g in %s (%s to %s)",
        forecast.getFeature(),
        forecast.getValue(),
        forecast.getSlopePerHour(),
        forecast.getLimit(),
        forecast.getExhaustedAt() == 0
            ? "no time in sight"
            : words(forecast.getExhaustedAt() - now),
        forecast.getEarliest() == 0 ? "never" : words(forecast.getEarliest() - now),
        latest);
  }

  private static String words(long millis) {
    Duration time = Duration.ofMillis(Math.max(0, millis));
    if (time.toDays() > 1) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() + " min";
  }
}
