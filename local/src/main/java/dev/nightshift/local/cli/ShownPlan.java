package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
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
            .build());
  }

  private static List<PlannedAction> actions(JsonNode actions) {
    List<PlannedAction> planned = new ArrayList<>();
    for (JsonNode action : actions) {
      Map<String, String> parameters = new HashMap<>();
      action
          .path("parameters")
          .properties()
          .forEach(e -> parameters.put(e.getKey(), e.getValue().asText()));
      planned.add(
          PlannedAction.newBuilder()
              .setKey(action.path("key").asText())
              .setAction(action.path("action").asText())
              .setTarget(action.path("target").asText())
              .setParameters(parameters)
              .setPolicy(action.path("policy").asText())
              .setReason(action.path("reason").asText())
              .build());
    }
    return planned;
  }
}
