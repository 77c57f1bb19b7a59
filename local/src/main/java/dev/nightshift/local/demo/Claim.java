package dev.nightshift.local.demo;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Transition;

/**
 * What the job said when it opened an incident, or opened one again.
 *
 * @param key of the incident and of which opening
 * @param openedAt event time
 * @param blamedAt event time at which it first named this cause; {@code openedAt} without one
 * @param rootCause entity key; empty without a diagnosis
 */
record Claim(String key, long openedAt, long blamedAt, String rootCause, String faultType) {

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
        diagnosed ? Math.max(openedAt, incident.getUpdatedAt()) : openedAt,
        diagnosed ? incident.getRootCause() : "",
        diagnosed ? incident.getFaultType() : "");
  }

  /** What it comes to after an earlier claim of the same key. */
  Claim after(Claim earlier) {
    return earlier.blames(rootCause, faultType)
        ? new Claim(key, openedAt, earlier.blamedAt, rootCause, faultType)
        : this;
  }

  boolean blames(String entity, String kind) {
    return rootCause.equals(entity) && faultType.equals(kind);
  }
}
