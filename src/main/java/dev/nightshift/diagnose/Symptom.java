package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Contribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that the anomalies of one service say together.
 *
 * @param service entity key, service level
 * @param onset earliest among its anomalies
 * @param severity peak over threshold of the strongest; at least 1
 * @param contributions of the strongest
 * @param own fault types that its own resources speak for, strongest first
 */
record Symptom(
    String service,
    long onset,
    double severity,
    List<Contribution> contributions,
    List<FaultTypes.Inference> own) {

  /** One for each service, sorted by name. */
  static List<Symptom> of(Iterable<Anomaly> anomalies) {
    Map<String, List<Anomaly>> byService = new TreeMap<>();
    for (Anomaly anomaly : anomalies) {
      byService
          .computeIfAbsent(Services.of(anomaly.getEntity()), key -> new ArrayList<>())
          .add(anomaly);
    }
    List<Symptom> symptoms = new ArrayList<>();
    byService.forEach(
        (service, all) -> {
          all.sort(
              Comparator.comparingDouble((Anomaly a) -> -severity(a))
                  .thenComparing(Anomaly::getId));
          Anomaly strongest = all.get(0);
          symptoms.add(
              new Symptom(
                  service,
                  all.stream().mapToLong(Anomaly::getOnset).min().orElseThrow(),
                  severity(strongest),
                  strongest.getContributions(),
                  FaultTypes.infer(strongest.getContributions())));
        });
    return symptoms;
  }

  static double severity(Anomaly anomaly) {
    float threshold = anomaly.getThreshold();
    return threshold > 0 ? Math.max(1, anomaly.getPeakScore() / threshold) : 1;
  }

  /** How much its own resources say. The latency of a database is felt by all who call it. */
  double ownStrength() {
    return own.stream()
        .filter(inference -> !inference.faultType().equals(FaultTypes.SLOW_DATABASE))
        .mapToDouble(FaultTypes.Inference::strength)
        .max()
        .orElse(0);
  }

  /** Whether its own resources speak for a fault. */
  boolean speaksFor(String faultType) {
    return strength(faultType) > 0;
  }

  /** How strongly its own resources speak for a fault, 0 to 1. */
  double strength(String faultType) {
    return own.stream()
        .filter(inference -> inference.faultType().equals(faultType))
        .mapToDouble(FaultTypes.Inference::strength)
        .max()
        .orElse(0);
  }

  /** Share of the score in the named features, 0 to 1. */
  double share(Iterable<String> features) {
    double share = 0;
    for (Contribution contribution : contributions) {
      for (String feature : features) {
        if (feature.equals(contribution.getFeature())) {
          share += FaultTypes.share(contribution, contributions);
        }
      }
    }
    return share;
  }
}
