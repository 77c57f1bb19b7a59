package dev.nightshift.diagnose.evidence;

import dev.nightshift.contract.Evidence;
import java.util.List;

/**
 * A possible root cause.
 *
 * @param service entity key, service level
 * @param entity entity key of the instance that shows it; the service's where none is known
 * @param faultType one of {@link dev.nightshift.diagnose.FaultTypes}
 * @param region where inside: two events of its code that no longer follow each other, a metric, or
 *     an operation; empty without evidence
 * @param weight all evidence together, in nats
 * @param confidence 0 to 1; over all causes of a symptom at most 1
 * @param evidence for and against, strongest first
 */
public record Cause(
    String service,
    String entity,
    String faultType,
    String region,
    double weight,
    double confidence,
    List<Evidence> evidence) {

  Cause believed(double confident) {
    return new Cause(service, entity, faultType, region, weight, confident, evidence);
  }
}
