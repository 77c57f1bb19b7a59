package dev.nightshift.job.operator;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.Diagnosis;

/**
 * Something that the incidents of a system have to take notice of: exactly one of the last five is
 * not null. Flat, because streams carry flat records.
 *
 * @param timeMillis event time of an anomaly or diagnosis; 0 for the others, which have none
 * @param control verified, and meant for this system
 * @param policy in force from now on
 */
public record IncidentInput(
    String system,
    long timeMillis,
    Anomaly anomaly,
    Diagnosis diagnosis,
    ActionResult result,
    ControlMessage control,
    PolicyUpdate policy) {

  public static IncidentInput of(Anomaly anomaly) {
    return new IncidentInput(
        anomaly.getSystem(), anomaly.getUpdated(), anomaly, null, null, null, null);
  }

  public static IncidentInput of(Diagnosis diagnosis) {
    return new IncidentInput(
        diagnosis.getSystem(), diagnosis.getAt(), null, diagnosis, null, null, null);
  }

  public static IncidentInput of(ActionResult result) {
    return new IncidentInput(result.getSystem(), 0, null, null, result, null, null);
  }

  public static IncidentInput of(String system, ControlMessage control) {
    return new IncidentInput(system, 0, null, null, null, control, null);
  }

  public static IncidentInput of(String system, PolicyUpdate policy) {
    return new IncidentInput(system, 0, null, null, null, null, policy);
  }
}
