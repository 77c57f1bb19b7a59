package dev.nightshift.local.cluster;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Incident;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run said, without wall-clock times: the rest is decided by event time and has to be the
 * same in every run. Figures are rounded: a model's last bits depend on how many windows it scores
 * at once.
 *
 * @param incidents last snapshots, by id
 * @param requests in the order in which they were made
 * @param anomalies in the order of their ids and times
 */
record Told(Map<String, Story> incidents, List<Order> requests, List<Symptom> anomalies) {

  /** An incident's life. */
  record Story(
      long onset,
      long openedAt,
      List<String> states,
      String rootCause,
      String faultType,
      long confidencePercent,
      List<String> anomalies,
      List<String> actions) {}

  /** A request for an action. */
  record Order(String key, String action, String target, String faultType) {}

  /** One record of an anomaly. */
  record Symptom(String id, String entity, String phase, long updated, long peakPercent) {}

  static Told of(Committed topics) throws IOException {
    Map<String, Story> incidents = new TreeMap<>();
    for (Incident incident : topics.read("nightshift.incidents", Incident.getDecoder())) {
      incidents.put(incident.getId(), story(incident));
    }
    List<Order> requests =
        topics.read("nightshift.remediation.requests", ActionRequest.getDecoder()).stream()
            .map(r -> new Order(r.getKey(), r.getAction(), r.getTarget(), r.getFaultType()))
            .toList();
    List<Symptom> anomalies =
        topics.read("nightshift.anomalies", Anomaly.getDecoder()).stream()
            .map(Told::symptom)
            .sorted((one, other) -> one.toString().compareTo(other.toString()))
            .toList();
    return new Told(incidents, requests, anomalies);
  }

  private static Story story(Incident incident) {
    return new Story(
        incident.getOnset(),
        incident.getOpenedAt(),
        incident.getHistory().stream()
            .map(move -> move.getSequence() + " " + move.getTo() + " at " + move.getAt())
            .toList(),
        incident.getRootCause(),
        incident.getFaultType(),
        Math.round(100 * incident.getConfidence()),
        List.copyOf(incident.getAnomalies()),
        incident.getActions().stream()
            .map(action -> action.getKey() + " " + action.getAction() + " " + action.getTarget())
            .toList());
  }

  private static Symptom symptom(Anomaly anomaly) {
    return new Symptom(
        anomaly.getId(),
        anomaly.getEntity(),
        anomaly.getPhase().name(),
        anomaly.getUpdated(),
        Math.round(100 * anomaly.getPeakScore()));
  }
}
