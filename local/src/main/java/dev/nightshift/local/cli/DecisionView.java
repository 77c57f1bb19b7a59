package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What the policies said about an incident at one time.
 *
 * @param rule that governs; empty if none does
 * @param action or plan chosen, or the one that a limit stops; empty if there is none
 * @param rules JSON array of rule, governs, reason
 * @param limits JSON array of action, limit, text, until
 */
record DecisionView(
    int sequence,
    Instant at,
    String policyVersion,
    String verdict,
    String mode,
    String rule,
    String action,
    JsonNode rules,
    JsonNode limits,
    String reason) {}
