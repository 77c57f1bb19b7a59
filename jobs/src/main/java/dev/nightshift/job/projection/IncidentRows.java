package dev.nightshift.job.projection;

import java.util.List;

/**
 * All that one snapshot of an incident says, table by table.
 *
 * @param diagnoses at most one
 * @param decisions at most one
 */
public record IncidentRows(
    IncidentRow incident,
    HandlingRow handling,
    List<HistoryRow> history,
    List<DiagnosisRow> diagnoses,
    List<DecisionRow> decisions) {}
