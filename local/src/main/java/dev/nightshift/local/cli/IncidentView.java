package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * An incident as people see it.
 *
 * @param rootCause empty before a diagnosis, as is {@code faultType}
 * @param confidence share of belief in that cause, 0 to 1
 * @param mode how far the system may go alone: observe, approve or auto; empty before a plan
 * @param resolvedAt null while it lasts
 * @param entities those that show symptoms
 * @param actions the plan, a JSON array
 */
record IncidentView(
    String id,
    String system,
    String state,
    String title,
    String rootCause,
    String faultType,
    double confidence,
    String mode,
    Instant onset,
    Instant resolvedAt,
    List<String> entities,
    JsonNode actions,
    HandlingView handling) {}
