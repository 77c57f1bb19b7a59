package dev.nightshift.job.projection;

/** The tables of the incident database that the projection writes. */
final class Tables {

  private static final String FIRST_WORD = "coalesce(remediations.{c}, excluded.{c})";
  private static final String NEWEST_RESULT =
      "case when excluded.finished_at >= coalesce(remediations.finished_at, '-infinity')"
          + " then excluded.{c} else remediations.{c} end";

  static final Table<IncidentRow> INCIDENTS =
      Table.<IncidentRow>named("incidents", "id")
          .replacedIf("excluded.revision >= incidents.revision")
          .text("id", IncidentRow::id)
          .text("system", IncidentRow::system)
          .text("state", IncidentRow::state)
          .value("revision", "bigint", IncidentRow::revision)
          .text("title", IncidentRow::title)
          .optional("root_cause", IncidentRow::rootCause)
          .optional("fault_type", IncidentRow::faultType)
          .value("confidence", "double precision", IncidentRow::confidence)
          .optional("mode", IncidentRow::mode)
          .time("onset", IncidentRow::onset)
          .time("opened_at", IncidentRow::openedAt)
          .time("updated_at", IncidentRow::updatedAt)
          .time("resolved_at", IncidentRow::resolvedAt)
          .time("closed_at", IncidentRow::closedAt)
          .value("recurrences", "integer", IncidentRow::recurrences)
          .texts("anomalies", IncidentRow::anomalies)
          .texts("active_anomalies", IncidentRow::activeAnomalies)
          .texts("entities", IncidentRow::entities)
          .json("actions", IncidentRow::actions)
          .optional("diagnosis_id", IncidentRow::diagnosisId)
          .value(
              "diagnosis_revision",
              "integer",
              row -> row.diagnosisId().isEmpty() ? null : row.diagnosisRevision())
          .text("kind", IncidentRow::kind)
          .time("came_true_at", IncidentRow::cameTrueAt);

  static final Table<HistoryRow> HISTORY =
      Table.<HistoryRow>named("incident_history", "incident_id", "sequence")
          .replacedIf("excluded.revision >= incident_history.revision")
          .text("incident_id", HistoryRow::incident)
          .value("sequence", "integer", HistoryRow::sequence)
          .value("revision", "bigint", HistoryRow::revision)
          .optional("from_state", HistoryRow::from)
          .text("to_state", HistoryRow::to)
          .time("at", HistoryRow::at)
          .text("author_kind", HistoryRow::authorKind)
          .text("author", HistoryRow::author)
          .text("cause", HistoryRow::cause);

  static final Table<DiagnosisRow> DIAGNOSES =
      Table.<DiagnosisRow>named("diagnoses", "id", "revision")
          .replacedIf("excluded.incident_revision >= diagnoses.incident_revision")
          .text("id", DiagnosisRow::id)
          .value("revision", "integer", DiagnosisRow::revision)
          .text("incident_id", DiagnosisRow::incident)
          .value("incident_revision", "bigint", DiagnosisRow::incidentRevision)
          .text("system", DiagnosisRow::system)
          .time("at", DiagnosisRow::at)
          .time("onset", DiagnosisRow::onset)
          .texts("anomalies", DiagnosisRow::anomalies)
          .texts("entities", DiagnosisRow::entities)
          .texts("patterns", DiagnosisRow::patterns)
          .json("candidates", DiagnosisRow::candidates);

  static final Table<AnomalyRow> ANOMALIES =
      Table.<AnomalyRow>named("anomalies", "id")
          .replacedIf(
              "(excluded.updated_at, excluded.phase_rank)"
                  + " >= (anomalies.updated_at, anomalies.phase_rank)")
          .text("id", AnomalyRow::id)
          .text("system", AnomalyRow::system)
          .text("entity", AnomalyRow::entity)
          .text("phase", AnomalyRow::phase)
          .value("phase_rank", "smallint", AnomalyRow::phaseRank)
          .time("onset", AnomalyRow::onset)
          .time("updated_at", AnomalyRow::updatedAt)
          .time("ended_at", AnomalyRow::endedAt)
          .time("peak_at", AnomalyRow::peakAt)
          .value("peak_score", "double precision", AnomalyRow::peakScore)
          .value("threshold", "double precision", AnomalyRow::threshold)
          .text("model", AnomalyRow::model)
          .json("contributions", AnomalyRow::contributions);

  /** Request and result arrive apart and in any order: each writes its own columns. */
  static final Table<RemediationRow> REMEDIATIONS =
      Table.<RemediationRow>named("remediations", "key")
          .onConflict(FIRST_WORD)
          .text("key", RemediationRow::key)
          .text("incident_id", RemediationRow::incident)
          .text("system", RemediationRow::system)
          .text("action", RemediationRow::action)
          .text("target", RemediationRow::target)
          .json("parameters", RemediationRow::parameters)
          .optional("policy", RemediationRow::policy)
          .optional("mode", RemediationRow::mode)
          .optional("risk", RemediationRow::risk)
          .value("confidence", "double precision", RemediationRow::confidence)
          .optional("fault_type", RemediationRow::faultType)
          .value("undo", "boolean", RemediationRow::undo)
          .value("idempotent", "boolean", RemediationRow::idempotent)
          .time("decided_at", RemediationRow::decidedAt)
          .time("expires_at", RemediationRow::expiresAt)
          .optional("approved_by", RemediationRow::approvedBy)
          .onConflict(NEWEST_RESULT)
          .text("outcome", RemediationRow::outcome)
          .optional("detail", RemediationRow::detail)
          .time("started_at", RemediationRow::startedAt)
          .time("finished_at", RemediationRow::finishedAt)
          .value("attempts", "integer", RemediationRow::attempts);

  static final Table<FeedbackRow> FEEDBACK =
      Table.<FeedbackRow>named("feedback", "id")
          .replacedIf("excluded.at >= feedback.at")
          .text("id", FeedbackRow::id)
          .text("entity", FeedbackRow::entity)
          .optional("incident_id", FeedbackRow::incident)
          .text("label", FeedbackRow::label)
          .time("from_time", FeedbackRow::from)
          .time("to_time", FeedbackRow::to)
          .text("author", FeedbackRow::author)
          .time("at", FeedbackRow::at)
          .optional("correction", FeedbackRow::correction)
          .optional("action", FeedbackRow::action)
          .optional("effect", FeedbackRow::effect);

  static final Table<ModelRow> MODELS =
      Table.<ModelRow>named("models", "model", "version", "event", "role", "at")
          .text("model", ModelRow::model)
          .text("version", ModelRow::version)
          .text("event", ModelRow::event)
          .text("role", ModelRow::role)
          .time("at", ModelRow::at)
          .optional("hash", ModelRow::hash)
          .optional("reason", ModelRow::reason);

  static final Table<AutomationRow> AUTOMATION =
      Table.<AutomationRow>named("automation_state", "scope")
          .replacedIf("excluded.at >= automation_state.at")
          .text("scope", AutomationRow::scope)
          .value("halted", "boolean", AutomationRow::halted)
          .optional("reason", AutomationRow::reason)
          .optional("author", AutomationRow::author)
          .time("at", AutomationRow::at);

  static final Table<HandlingRow> HANDLING =
      Table.<HandlingRow>named("incident_handling", "incident_id")
          .replacedIf("excluded.revision >= incident_handling.revision")
          .text("incident_id", HandlingRow::incident)
          .value("revision", "bigint", HandlingRow::revision)
          .optional("policy_version", HandlingRow::policyVersion)
          .optional("plan", HandlingRow::plan)
          .json("steps", HandlingRow::steps)
          .json("approvals", HandlingRow::approvals)
          .value("approvals_needed", "integer", HandlingRow::approvalsNeeded)
          .time("approve_by", HandlingRow::approveBy)
          .value("escalation_level", "integer", HandlingRow::escalationLevel)
          .optional("acknowledged_by", HandlingRow::acknowledgedBy)
          .optional("parent", HandlingRow::parent)
          .texts("children", HandlingRow::children);

  static final Table<DecisionRow> DECISIONS =
      Table.<DecisionRow>named("policy_decisions", "incident_id", "sequence")
          .replacedIf("excluded.revision >= policy_decisions.revision")
          .text("incident_id", DecisionRow::incident)
          .value("sequence", "integer", DecisionRow::sequence)
          .value("revision", "bigint", DecisionRow::revision)
          .time("at", DecisionRow::at)
          .text("policy_version", DecisionRow::policyVersion)
          .text("verdict", DecisionRow::verdict)
          .optional("mode", DecisionRow::mode)
          .optional("rule", DecisionRow::rule)
          .optional("action", DecisionRow::action)
          .json("rules", DecisionRow::rules)
          .json("limits", DecisionRow::limits)
          .text("reason", DecisionRow::reason);

  static final Table<NotificationRow> NOTIFICATIONS =
      Table.<NotificationRow>named("notifications", "id")
          .replacedIf("excluded.at >= notifications.at")
          .text("id", NotificationRow::id)
          .text("incident_id", NotificationRow::incident)
          .text("system", NotificationRow::system)
          .text("kind", NotificationRow::kind)
          .value("level", "integer", NotificationRow::level)
          .texts("channels", NotificationRow::channels)
          .text("title", NotificationRow::title)
          .text("text", NotificationRow::text)
          .time("at", NotificationRow::at);

  static final Table<PolicyRow> POLICIES =
      Table.<PolicyRow>named("policies", "file", "version", "event", "at")
          .text("file", PolicyRow::file)
          .text("version", PolicyRow::version)
          .text("event", PolicyRow::event)
          .time("at", PolicyRow::at)
          .optional("reason", PolicyRow::reason);

  private Tables() {}
}
