package dev.nightshift.diagnose;

import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Stance;
import dev.nightshift.diagnose.evidence.Calibration;
import dev.nightshift.diagnose.evidence.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a service's own telemetry, held against its own past, adds to the belief that it is the
 * cause, in the ranker's log-odds.
 *
 * <p>Detectors look at the same telemetry, so that both are not independent: the log-odds of the
 * calibrated ranking count by a part, and within bounds. What no detector noticed is there in full.
 */
final class CauseEvidence {

  private static final double SHARE = 0.5;
  private static final double MOST = 2.5;
  private static final double LEAST = -1;

  /** What speaks for a fault speaks half for another one at the same service. */
  private static final double OTHER_FAULT = 0.5;

  /** Findings that are told of one service. */
  private static final int TOLD = 3;

  private CauseEvidence() {}

  static Map<String, Cause> byService(List<Cause> causes) {
    Map<String, Cause> byService = new TreeMap<>();
    causes.forEach(cause -> byService.put(cause.service(), cause));
    return byService;
  }

  /** Whether it is likelier than not, if there is no other. */
  static boolean isLikely(Cause cause) {
    return Calibration.SHIPPED.logOdds(cause.weight()) > 0;
  }

  /** For or against a fault of the service. */
  static List<Evidence> about(Cause cause, String faultType) {
    double weight =
        Math.max(LEAST, Math.min(MOST, SHARE * Calibration.SHIPPED.logOdds(cause.weight())));
    if (weight <= 0) {
      return List.of(against(cause, weight));
    }
    boolean fits =
        FaultTypes.SYMPTOMATIC.contains(cause.faultType()) || cause.faultType().equals(faultType);
    return shared(cause, fits ? weight : OTHER_FAULT * weight);
  }

  private static Evidence against(Cause cause, double weight) {
    String why =
        cause.evidence().stream()
            .filter(evidence -> evidence.getStance() == Stance.AGAINST)
            .map(Evidence::getText)
            .findFirst()
            .orElse("all that it sends is much as usual");
    return new Evidence("metric", Stance.AGAINST, "by its own telemetry: " + why, weight);
  }

  /** The strongest findings, each with its part of the weight. */
  private static List<Evidence> shared(Cause cause, double weight) {
    List<Evidence> found =
        cause.evidence().stream()
            .filter(evidence -> evidence.getStance() == Stance.FOR)
            .limit(TOLD)
            .toList();
    double total = found.stream().mapToDouble(Evidence::getWeight).sum();
    List<Evidence> shared = new ArrayList<>();
    for (Evidence evidence : found) {
      shared.add(
          new Evidence(
              evidence.getKind(),
              Stance.FOR,
              evidence.getText(),
              weight * evidence.getWeight() / total));
    }
    return shared;
  }
}
