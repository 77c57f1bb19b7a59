package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan in lines for the eye: every step, its risk, when it is done and how it is taken back. */
final class PlanPrinter {

  private PlanPrinter() {}

  /** One line a step; none for incidents that have no plan. */
  static List<String> steps(IncidentView incident) {
    List<String> lines = new ArrayList<>();
    for (JsonNode step : incident.handling().steps()) {
      List<String> notes = new ArrayList<>();
      notes.add("risk " + text(step, "risk"));
      if (step.path("canary").asBoolean()) {
        Duration watched = Duration.ofMillis(step.path("observeMillis").asLong());
        notes.add("first, then watched for " + Words.length(watched));
      }
      if (!text(step, "condition").isEmpty()) {
        notes.add("if " + text(step, "condition"));
      }
      notes.add(
          text(step, "undoneBy").isEmpty()
              ? "cannot be undone"
              : "undone by " + text(step, "undoneBy"));
      lines.add(
          "%d. %s %s%s  %s  (%s)"
              .formatted(
                  lines.size() + 1,
                  text(step, "action"),
                  Words.within(incident.system(), text(step, "target")),
                  parameters(step.path("parameters")),
                  text(step, "state"),
                  String.join(", ", notes)));
    }
    return lines;
  }

  private static String parameters(JsonNode parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.properties().stream()
            .map(e -> Words.clean(e.getKey() + "=" + e.getValue().asText()))
            .collect(Collectors.joining(", ", " with ", ""));
  }

  private static String text(JsonNode node, String field) {
    return Words.clean(node.path(field).asText());
  }
}
