package dev.nightshift.actuator.notify;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What people are told of an incident.
 *
 * @param incident its id: the same for all notices of one problem
 * @param stage what the notice is about
 * @param summary one line
 * @param details some lines, plain text
 * @param urgent a person has to act; otherwise an answer to a question is enough
 * @param openedAt when the incident was opened, or the call was made
 */
public record Notice(
    String incident,
    Stage stage,
    String system,
    String rootCause,
    String faultType,
    String summary,
    String details,
    boolean urgent,
    Instant openedAt) {

  /** Longest summary, in characters: PagerDuty takes 1024. */
  private static final int LONGEST = 1000;

  /** The notice that brings people up to a snapshot. */
  public static Notice of(Incident incident, Stage stage) {
    String state = incident.getState().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String summary = incident.getSystem() + ": " + incident.getTitle() + " (" + state + ")";
    return new Notice(
        incident.getId(),
        stage,
        incident.getSystem(),
        incident.getRootCause(),
        incident.getFaultType(),
        cut(summary),
        details(incident),
        incident.getState() == IncidentState.ESCALATED,
        Instant.ofEpochMilli(incident.getOpenedAt()));
  }

  /** The notice that a call of the escalation chain makes. */
  public static Notice of(Notification call, Stage stage) {
    String level = call.getLevel() == 0 ? "" : ", call " + call.getLevel();
    return new Notice(
        call.getIncident(),
        stage,
        call.getSystem(),
        "",
        "",
        cut(call.getSystem() + ": " + call.getTitle() + " (" + call.getKind() + level + ")"),
        call.getText()
            + (call.getSubject().isEmpty() ? "" : "\nPlan: " + call.getSubject())
            + "\nIncident: "
            + call.getIncident(),
        call.getKind().equals("escalation"),
        Instant.ofEpochMilli(call.getAt()));
  }

  private static String cut(String summary) {
    return summary.length() <= LONGEST ? summary : summary.substring(0, LONGEST);
  }

  private static String details(Incident incident) {
    StringBuilder text = new StringBuilder();
    if (!incident.getRootCause().isEmpty()) {
      text.append(
          "Cause: %s, %s (confidence %.2f)%n"
              .formatted(
                  incident.getRootCause(), incident.getFaultType(), incident.getConfidence()));
    }
    List<Transition> history = incident.getHistory();
    if (!history.isEmpty()) {
      text.append("Now: ").append(history.get(history.size() - 1).getCause()).append('\n');
    }
    for (PlannedAction action : incident.getActions()) {
      text.append("Action: ")
          .append(action.getAction())
          .append(" of ")
          .append(action.getTarget())
          .append(action.getOutcome().isEmpty() ? ", waits" : ": " + action.getOutcome())
          .append(action.getDetail().isEmpty() ? "" : ", " + action.getDetail())
          .append('\n');
    }
    return text.append("Incident: ").append(incident.getId()).toString();
  }
}
