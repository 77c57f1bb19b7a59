package dev.nightshift.incident;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;

/**
 * What an incident remembers of one anomaly.
 *
 * @param ended first quiet step; 0 while it lasts
 * @param updated event time of the newest record seen
 * @param severity peak score as a multiple of the threshold, 1 to 1000
 * @param feature that contributed most; empty if none is named
 * @param value at the peak, in the feature's own unit
 * @param usual before the onset
 * @param forecast what was predicted, in words; empty if it was observed
 * @param metric that what was predicted is made from; else empty
 */
public record Symptom(
    String id,
    String entity,
    long onset,
    long ended,
    long updated,
    double severity,
    String feature,
    float value,
    float usual,
    String forecast,
    String metric) {

  public Symptom {
    // Symptoms that an earlier release left in a checkpoint have none.
    forecast = forecast == null ? "" : forecast;
    metric = metric == null ? "" : metric;
  }

  static Symptom of(Anomaly anomaly) {
    Contribution top =
        anomaly.getContributions().isEmpty() ? null : anomaly.getContributions().get(0);
    double ratio = anomaly.getPeakScore() / (double) anomaly.getThreshold();
    return new Symptom(
        anomaly.getId(),
        anomaly.getEntity(),
        anomaly.getOnset(),
        anomaly.getPhase() == AnomalyPhase.ENDED
            ? Math.max(anomaly.getEnded(), anomaly.getOnset())
            : 0,
        anomaly.getUpdated(),
        Double.isFinite(ratio) ? Math.min(1000, Math.max(1, ratio)) : 1,
        top == null ? "" : top.getFeature(),
        top == null ? Float.NaN : top.getValue(),
        top == null ? Float.NaN : top.getUsual(),
        anomaly.getForecast() == null ? "" : Predictions.words(anomaly.getForecast()),
        anomaly.getForecast() == null ? "" : anomaly.getForecast().getMetric());
  }

  boolean predicted() {
    return !forecast.isEmpty();
  }

  boolean lasts() {
    return ended == 0;
  }
}
