package dev.nightshift.local.backtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.local.backtest.BacktestCase.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A backtest for programs. */
final class ReportJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  static ObjectNode of(Findings findings, Duration actionTakes) {
    ObjectNode root = JSON.createObjectNode();
    root.put("begin", time(findings.begin()));
    root.put("end", time(findings.end()));
    root.put("signals", findings.signals());
    root.put("skipped", findings.skipped());
    counts(root.putObject("refused"), findings.refused());
    root.put("policies", findings.policies());
    ObjectNode models = root.putObject("models");
    findings.models().forEach(models::put);
    root.put("changes", findings.changes().size());
    root.put("anomalies", findings.anomalies().size());
    ObjectNode outcomes = root.putObject("outcomes");
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(name(outcome), findings.count(outcome));
    }
    counts(root.putObject("stopped_by"), findings.stops());
    root.put("calls", findings.calls());
    root.put("action_takes_seconds", actionTakes.toSeconds());
    Story.assumptions(actionTakes).forEach(root.putArray("assumptions")::add);
    ArrayNode incidents = root.putArray("incidents");
    findings.told().forEach(told -> incident(incidents.addObject(), told, findings.end()));
    ObjectNode merged = root.putObject("merged");
    findings.cases().stream()
        .filter(one -> !one.mergedInto().isEmpty())
        .forEach(one -> merged.put(one.incident().getId(), one.mergedInto()));
    return root;
  }

  private static void incident(ObjectNode node, BacktestCase told, long end) {
    Incident incident = told.incident();
    node.put("number", told.number());
    node.put("id", incident.getId());
    node.put("system", incident.getSystem());
    node.put("title", Story.title(incident));
    node.put("onset", time(incident.getOnset()));
    node.put("noticed", time(incident.getOpenedAt()));
    told.quietAt().ifPresent(at -> node.put("quiet", time(at)));
    node.put("root_cause", incident.getRootCause());
    node.put("fault_type", incident.getFaultType());
    node.put("confidence", incident.getConfidence());
    node.put("state", incident.getState().name());
    node.put("outcome", name(told.outcome()));
    node.put("calls", told.calls().size());
    ArrayNode actions = node.putArray("would_do");
    for (PlannedAction action : told.wouldDo()) {
      ObjectNode one = actions.addObject();
      one.put("at", time(action.getRequestedAt()));
      one.put("action", action.getAction());
      one.put("target", action.getTarget());
      one.put("risk", action.getRisk());
      one.put("confidence", told.confidences().get(action.getKey()));
      one.put("rule", action.getPolicy());
      one.put("reason", action.getReason());
    }
    ArrayNode following = node.putArray("then");
    for (PlanStep step : told.following()) {
      ObjectNode one = following.addObject();
      one.put("action", step.getAction());
      one.put("target", step.getTarget());
      one.put("risk", step.getRisk());
      one.put("condition", step.getCondition());
      one.put("undone_by", step.getUndoneBy());
    }
    told.alternatives().forEach(node.putArray("if_it_does_not_help")::add);
    ArrayNode decisions = node.putArray("decisions");
    for (PolicyDecision decision : told.decisions()) {
      ObjectNode one = decisions.addObject();
      one.put("at", time(decision.getAt()));
      one.put("verdict", decision.getVerdict());
      one.put("mode", decision.getMode());
      one.put("rule", decision.getRule());
      one.put("action", decision.getAction());
      one.put("reason", decision.getReason());
      ArrayNode limits = one.putArray("limits");
      for (LimitStop stop : decision.getLimits()) {
        limits
            .addObject()
            .put("limit", stop.getLimit())
            .put("action", stop.getAction())
            .put("text", stop.getText());
      }
    }
    ArrayNode story = node.putArray("story");
    for (Moment moment : Storyline.of(told, end)) {
      story
          .addObject()
          .put("at", time(moment.at()))
          .put("what", moment.kind().name().toLowerCase(Locale.ROOT))
          .put("text", moment.text());
    }
  }

  private static void counts(ObjectNode node, Map<String, Long> counts) {
    counts.forEach(node::put);
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
