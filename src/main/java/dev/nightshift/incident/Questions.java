package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.remedy.PolicyQuestion;
import java.util.List;

/** What the policies are asked about an incident as it stands. */
final class Questions {

  private Questions() {}

  static PolicyQuestion about(Turn turn, IncidentEntry entry) {
    Incident incident = entry.incident;
    return new PolicyQuestion(
        incident.getId(),
        incident.getKind(),
        List.copyOf(incident.getEntities()),
        incident.getActiveAnomalies().size(),
        incident.getDiagnosis() == null
            ? List.of()
            : List.copyOf(incident.getDiagnosis().getPatterns()),
        incident.getRecurrences(),
        List.copyOf(entry.tried),
        turn.eventTime - incident.getOnset(),
        incident.getRootCause(),
        incident.getFaultType(),
        incident.getConfidence(),
        personAt(turn, incident.getRootCause()),
        turn.eventTime);
  }

  private static String personAt(Turn turn, String target) {
    return turn.state.incidents.stream()
        .filter(other -> Lifecycle.lasts(other.incident.getState()))
        .filter(other -> other.incident.getRootCause().equals(target))
        .map(other -> other.acknowledgedBy)
        .filter(person -> !person.isEmpty())
        .findFirst()
        .orElse("");
  }
}
