package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.incident.ApprovalHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The plan that a person sees, condensed: an approval holds for this plan alone. */
final class ShownPlan {

  private ShownPlan() {}

  /** What the job compares an approval with: {@link ApprovalHash} of the incident as shown. */
  static String hash(IncidentView shown) {
    long onset = shown.onset().toEpochMilli();
    return ApprovalHash.of(
        Incident.newBuilder()
            .setId(shown.id())
            .setSystem(shown.system())
            .setState(IncidentState.valueOf(shown.state()))
            .setRevision(0)
            .setOnset(onset)
            .setOpenedAt(onset)
            .setUpdatedAt(onset)
            .setTitle(shown.title())
            .setRootCause(shown.rootCause())
            .setFaultType(shown.faultType())
            .setActions(actions(shown.actions()))
            .setPlan(shown.handling().plan())
            .setSteps(steps(shown.handling().steps()))
            .setApprovalsNeeded(shown.handling().approvalsNeeded())
            .build());
  }

  private static List<PlannedAction> actions(JsonNode actions) {
    List<PlannedAction> planned = new ArrayList<>();
    for (JsonNode action : actions) {
      planned.add(
          PlannedAction.newBuilder()
              .setKey(action.path("key").asText())
              .setAction(action.path("action").asText())
              .setTarget(action.path("target").asText())
              .setParameters(parameters(action))
              .setRisk(action.path("risk").asText())
              .setDryRun(action.path("dryRun").asText())
              .setPolicy(action.path("policy").asText())
              .setReason(action.path("reason").asText())
              .build());
    }
    return planned;
  }

  private static List<PlanStep> steps(JsonNode steps) {
    List<PlanStep> planned = new ArrayList<>();
    for (JsonNode step : steps) {
      planned.add(
          PlanStep.newBuilder()
              .setAction(step.path("action").asText())
              .setTarget(step.path("target").asText())
              .setParameters(parameters(step))
              .setRisk(step.path("risk").asText())
              .setCondition(step.path("condition").asText())
              .setCanary(step.path("canary").asBoolean())
              .setUndoneBy(step.path("undoneBy").asText())
              .build());
    }
    return planned;
  }

  private static Map<String, String> parameters(JsonNode node) {
    Map<String, String> parameters = new HashMap<>();
    node.path("parameters")
        .properties()
        .forEach(e -> parameters.put(e.getKey(), e.getValue().asText()));
    return parameters;
  }
}
