package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * How an incident is dealt with, as people see it.
 *
 * @param plan name of the plan in force; empty before one
 * @param steps of the plan, a JSON array
 * @param approvals given to the plan that waits, a JSON array
 * @param approvalsNeeded different people; 0 if nothing waits
 * @param approveBy when the question expires; null if nothing waits
 * @param acknowledgedBy person who is at it; empty if nobody said so
 * @param parent incident that this one is part of; empty if it stands for itself
 */
record HandlingView(
    String plan,
    JsonNode steps,
    JsonNode approvals,
    int approvalsNeeded,
    Instant approveBy,
    String acknowledgedBy,
    String parent,
    List<String> children) {}
