package dev.nightshift.job.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.contract.Approval;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.RuleVerdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of records that stand in the database as JSON. Numbers that JSON lacks become null. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String actions(List<PlannedAction> actions) {
    ArrayNode array = MAPPER.createArrayNode();
    for (PlannedAction action : actions) {
      ObjectNode node = array.addObject();
      node.put("key", clean(action.getKey()));
      node.put("action", clean(action.getAction()));
      node.put("target", clean(action.getTarget()));
      node.set("parameters", object(action.getParameters()));
      node.put("policy", clean(action.getPolicy()));
      node.put("reason", clean(action.getReason()));
      node.put("outcome", clean(action.getOutcome()));
      node.put("requestedAt", action.getRequestedAt());
      node.put("finishedAt", action.getFinishedAt());
      node.put("detail", clean(action.getDetail()));
      node.put("risk", clean(action.getRisk()));
      node.put("undo", action.getUndo());
      node.put("dryRun", clean(action.getDryRun()));
    }
    return write(array);
  }

  static String steps(List<PlanStep> steps) {
    ArrayNode array = MAPPER.createArrayNode();
    for (PlanStep step : steps) {
      ObjectNode node = array.addObject();
      node.put("action", clean(step.getAction()));
      node.put("target", clean(step.getTarget()));
      node.set("parameters", object(step.getParameters()));
      node.put("risk", clean(step.getRisk()));
      node.put("condition", clean(step.getCondition()));
      node.put("canary", step.getCanary());
      node.put("observeMillis", step.getObserveMillis());
      node.put("timeoutMillis", step.getTimeoutMillis());
      node.put("undoneBy", clean(step.getUndoneBy()));
      node.put("state", clean(step.getState()));
      node.put("key", clean(step.getKey()));
    }
    return write(array);
  }

  static String approvals(List<Approval> approvals) {
    ArrayNode array = MAPPER.createArrayNode();
    for (Approval approval : approvals) {
      array
          .addObject()
          .put("by", clean(approval.getBy()))
          .put("keyId", clean(approval.getKeyId()))
          .put("at", approval.getAt());
    }
    return write(array);
  }

  static String rules(List<RuleVerdict> rules) {
    ArrayNode array = MAPPER.createArrayNode();
    for (RuleVerdict rule : rules) {
      array
          .addObject()
          .put("rule", clean(rule.getRule()))
          .put("governs", rule.getGoverns())
          .put("reason", clean(rule.getReason()));
    }
    return write(array);
  }

  static String limits(List<LimitStop> limits) {
    ArrayNode array = MAPPER.createArrayNode();
    for (LimitStop stop : limits) {
      array
          .addObject()
          .put("action", clean(stop.getAction()))
          .put("limit", clean(stop.getLimit()))
          .put("text", clean(stop.getText()))
          .put("until", stop.getUntil());
    }
    return write(array);
  }

  static String contributions(List<Contribution> contributions) {
    ArrayNode array = MAPPER.createArrayNode();
    for (Contribution contribution : contributions) {
      ObjectNode node = array.addObject();
      node.put("feature", clean(contribution.getFeature()));
      node.put("error", finite(contribution.getError()));
      node.put("value", finite(contribution.getValue()));
      node.put("usual", finite(contribution.getUsual()));
    }
    return write(array);
  }

  static String candidates(List<Candidate> candidates) {
    ArrayNode array = MAPPER.createArrayNode();
    for (Candidate candidate : candidates) {
      ObjectNode node = array.addObject();
      node.put("entity", clean(candidate.getEntity()));
      node.put("faultType", clean(candidate.getFaultType()));
      node.put("confidence", finite(candidate.getConfidence()));
      ArrayNode evidence = node.putArray("evidence");
      for (Evidence one : candidate.getEvidence()) {
        evidence
            .addObject()
            .put("kind", clean(one.getKind()))
            .put("stance", one.getStance().name())
            .put("text", clean(one.getText()))
            .put("weight", finite(one.getWeight()));
      }
    }
    return write(array);
  }

  static String parameters(Map<String, String> parameters) {
    return write(object(parameters));
  }

  private static ObjectNode object(Map<String, String> map) {
    ObjectNode node = MAPPER.createObjectNode();
    new TreeMap<>(map).forEach((name, value) -> node.put(clean(name), clean(value)));
    return node;
  }

  private static String clean(String text) {
    return Limits.text(text);
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** A float as the shortest decimal that means it, not as the double with its rounding error. */
  private static Double finite(float value) {
    return Float.isFinite(value) ? Double.valueOf(Float.toString(value)) : null;
  }

  private static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always writable", e);
    }
  }
}
