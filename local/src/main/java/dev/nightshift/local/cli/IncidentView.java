package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An incident as people see it.
 *
 * @param rootCause empty before a diagnosis, as is {@code faultType}
 * @param resolvedAt null while it lasts
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
    Instant onset,
    Instant resolvedAt,
    JsonNode actions) {}
