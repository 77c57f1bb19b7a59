package dev.nightshift.job.projection;

import static dev.nightshift.job.projection.Limits.indexed;
import static dev.nightshift.job.projection.Limits.key;
import static dev.nightshift.job.projection.Limits.requiredTime;
import static dev.nightshift.job.projection.Limits.text;
import static dev.nightshift.job.projection.Limits.time;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.contract.PolicyStatus;
import dev.nightshift.contract.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * From the records of the topics to rows of the database, without I/O.
 *
 * <p>Each method throws {@link UnprojectableException} for a record that the database would refuse.
 */
public final class Rows {

  private Rows() {}

  public static IncidentRows incident(Incident incident) {
    String id = key("id", incident.getId());
    Diagnosis diagnosis = incident.getDiagnosis();
    IncidentRow row =
        new IncidentRow(
            id,
            key("system", incident.getSystem()),
            incident.getState().name(),
            incident.getRevision(),
            text(incident.getTitle()),
            text(incident.getRootCause()),
            text(incident.getFaultType()),
            incident.getConfidence(),
            text(incident.getMode()),
            requiredTime("onset", incident.getOnset()),
            requiredTime("openedAt", incident.getOpenedAt()),
            requiredTime("updatedAt", incident.getUpdatedAt()),
            time("resolvedAt", incident.getResolvedAt()),
            time("closedAt", incident.getClosedAt()),
            incident.getRecurrences(),
            texts(incident.getAnomalies()),
            texts(incident.getActiveAnomalies()),
            texts(incident.getEntities()),
            Json.actions(incident.getActions()),
            diagnosis == null ? "" : text(diagnosis.getId()),
            diagnosis == null ? 0 : diagnosis.getRevision(),
            text(incident.getKind()),
            time("cameTrueAt", incident.getCameTrueAt()));
    List<HistoryRow> history = new ArrayList<>();
    for (Transition transition : incident.getHistory()) {
      history.add(
          new HistoryRow(
              id,
              transition.getSequence(),
              incident.getRevision(),
              transition.getFrom() == null ? "" : transition.getFrom().name(),
              transition.getTo().name(),
              requiredTime("history.at", transition.getAt()),
              transition.getAuthor().name(),
              text(transition.getBy()),
              text(transition.getCause())));
    }
    List<DiagnosisRow> diagnoses = new ArrayList<>();
    if (diagnosis != null) {
      diagnoses.add(diagnosis(diagnosis, id, incident.getRevision()));
    }
    List<DecisionRow> decisions = new ArrayList<>();
    if (incident.getDecision() != null) {
      decisions.add(decision(incident.getDecision(), id, incident.getRevision()));
    }
    return new IncidentRows(row, handling(incident), history, diagnoses, decisions);
  }

  private static HandlingRow handling(Incident incident) {
    return new HandlingRow(
        key("id", incident.getId()),
        incident.getRevision(),
        text(incident.getPolicyVersion()),
        text(incident.getPlan()),
        Json.steps(incident.getSteps()),
        Json.approvals(incident.getApprovals()),
        incident.getApprovalsNeeded(),
        time("approveBy", incident.getApproveBy()),
        incident.getEscalationLevel(),
        text(incident.getAcknowledgedBy()),
        indexed("parent", incident.getParent()),
        texts(incident.getChildren()));
  }

  private static DecisionRow decision(PolicyDecision decision, String incident, long revision) {
    return new DecisionRow(
        incident,
        decision.getSequence(),
        revision,
        requiredTime("decision.at", decision.getAt()),
        text(decision.getPolicyVersion()),
        text(decision.getVerdict()),
        text(decision.getMode()),
        text(decision.getRule()),
        text(decision.getAction()),
        Json.rules(decision.getRules()),
        Json.limits(decision.getLimits()),
        text(decision.getReason()));
  }

  public static NotificationRow notification(Notification notification) {
    return new NotificationRow(
        key("id", notification.getId()),
        key("incident", notification.getIncident()),
        text(notification.getSystem()),
        text(notification.getKind()),
        notification.getLevel(),
        texts(notification.getChannels()),
        text(notification.getTitle()),
        text(notification.getText()),
        requiredTime("at", notification.getAt()));
  }

  public static PolicyRow policy(PolicyStatus status) {
    return new PolicyRow(
        key("file", status.getFile()),
        key("version", status.getVersion()),
        status.getEvent().name(),
        text(status.getReason()),
        requiredTime("at", status.getAt()));
  }

  private static DiagnosisRow diagnosis(Diagnosis diagnosis, String incident, long revision) {
    return new DiagnosisRow(
        key("diagnosis.id", diagnosis.getId()),
        diagnosis.getRevision(),
        incident,
        revision,
        text(diagnosis.getSystem()),
        requiredTime("diagnosis.at", diagnosis.getAt()),
        requiredTime("diagnosis.onset", diagnosis.getOnset()),
        texts(diagnosis.getAnomalies()),
        texts(diagnosis.getEntities()),
        texts(diagnosis.getPatterns()),
        Json.candidates(diagnosis.getCandidates()));
  }

  public static AnomalyRow anomaly(Anomaly anomaly) {
    return new AnomalyRow(
        key("id", anomaly.getId()),
        text(anomaly.getSystem()),
        key("entity", anomaly.getEntity()),
        anomaly.getPhase().name(),
        rank(anomaly.getPhase()),
        requiredTime("onset", anomaly.getOnset()),
        requiredTime("updated", anomaly.getUpdated()),
        time("ended", anomaly.getEnded()),
        requiredTime("peakAt", anomaly.getPeakAt()),
        anomaly.getPeakScore(),
        anomaly.getThreshold(),
        text(anomaly.getModel()),
        Json.contributions(anomaly.getContributions()));
  }

  private static int rank(AnomalyPhase phase) {
    return switch (phase) {
      case OPENED -> 0;
      case UPDATED -> 1;
      case ENDED -> 2;
    };
  }

  public static RemediationRow request(ActionRequest request) {
    return new RemediationRow(
        key("key", request.getKey()),
        key("incident", request.getIncident()),
        text(request.getSystem()),
        key("action", request.getAction()),
        key("target", request.getTarget()),
        Json.parameters(request.getParameters()),
        text(request.getPolicy()),
        text(request.getMode()),
        text(request.getRisk()),
        request.getConfidence(),
        text(request.getFaultType()),
        request.getUndo(),
        request.getIdempotent(),
        requiredTime("decidedAt", request.getDecidedAt()),
        time("expiresAt", request.getExpiresAt()),
        text(request.getApprovedBy()),
        null,
        null,
        0,
        0,
        null);
  }

  public static RemediationRow result(ActionResult result) {
    return new RemediationRow(
        key("key", result.getKey()),
        key("incident", result.getIncident()),
        text(result.getSystem()),
        key("action", result.getAction()),
        key("target", result.getTarget()),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        null,
        result.getOutcome().name(),
        text(result.getDetail()),
        time("startedAt", result.getStartedAt()),
        requiredTime("finishedAt", result.getFinishedAt()),
        result.getAttempts());
  }

  public static FeedbackRow feedback(FeedbackLabel label) {
    return new FeedbackRow(
        key("id", label.getId()),
        key("entity", label.getEntity()),
        indexed("incident", label.getIncident()),
        text(label.getLabel()),
        requiredTime("from", label.getFrom()),
        requiredTime("to", label.getTo()),
        text(label.getAuthor()),
        requiredTime("at", label.getAt()),
        text(label.getCorrection()),
        text(label.getAction()),
        text(label.getEffect()));
  }

  public static ModelRow model(ModelStatus status) {
    return new ModelRow(
        key("model", status.getModel()),
        key("version", status.getVersion()),
        status.getEvent().name(),
        indexed("role", status.getRole()),
        requiredTime("at", status.getAt()),
        text(status.getHash()),
        text(status.getReason()));
  }

  public static AutomationRow automation(AutomationState state) {
    return new AutomationRow(
        key("scope", state.getScope()),
        state.getHalted(),
        text(state.getReason()),
        text(state.getAuthor()),
        requiredTime("at", state.getAt()));
  }

  private static String[] texts(List<String> list) {
    return list.stream().map(Limits::text).toArray(String[]::new);
  }
}
