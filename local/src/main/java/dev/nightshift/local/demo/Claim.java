package dev.nightshift.local.demo;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Transition;

/**
 * What the job said when it opened an incident, or opened one again.
 *
 * @param key of the incident and of which opening
 * @param openedAt event time
 * @param rootCause entity key; empty without a diagnosis
 */
record Claim(String key, long openedAt, String rootCause, String faultType) {

  static Claim of(Incident incident) {
    long openings = 0;
    long openedAt = incident.getOpenedAt();
    for (Transition transition : incident.getHistory()) {
      if (transition.getTo() == IncidentState.OPEN && transition.getFrom() != IncidentState.OPEN) {
        openings++;
        openedAt = transition.getAt();
      }
    }
    boolean diagnosed = incident.getDiagnosis() != null;
    return new Claim(
        incident.getId() + "#" + openings,
        openedAt,
        diagnosed ? incident.getRootCause() : "",
        diagnosed ? incident.getFaultType() : "");
  }

  boolean blames(String entity, String kind) {
    return rootCause.equals(entity) && faultType.equals(kind);
  }
}
