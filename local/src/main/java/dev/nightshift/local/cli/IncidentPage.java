package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/**
 * One incident for somebody who has just been woken: what it is, why we think so, what was done,
 * what happened when, and what is asked of the reader. Services stand without their system.
 */
final class IncidentPage {

  private final PrintWriter out;
  private final Ansi ansi;

  IncidentPage(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void print(IncidentView i, JsonNode candidates, List<TimelineEntry> timeline, Instant now) {
    head(i, now);
    causes(i, candidates);
    plan(i);
    actions(i);
    timeline(i, timeline);
    next(i);
  }

  private void head(IncidentView i, Instant now) {
    out.println(Words.bold(ansi, Words.clean(i.title())));
    out.println();
    field("state", Words.state(ansi, i.state()));
    field("incident", Words.clean(i.id()));
    field("system", Words.clean(i.system() + (i.mode().isEmpty() ? "" : ", mode " + i.mode())));
    field("onset", Words.moment(i.onset()) + " UTC, " + Words.ago(i.onset(), now));
    field(
        "resolved",
        i.resolvedAt() == null
            ? "not yet"
            : "%s UTC, after %s"
                .formatted(
                    Words.moment(i.resolvedAt()),
                    Words.length(Duration.between(i.onset(), i.resolvedAt()))));
    field(
        "symptoms",
        Words.clean(
            i.entities().stream()
                .map(entity -> Words.within(i.system(), entity))
                .collect(Collectors.joining(", "))));
    optional("part of", i.handling().parent());
    optional("parts", String.join(", ", i.handling().children()));
    optional("at it", i.handling().acknowledgedBy());
  }

  private void optional(String name, String value) {
    if (!value.isEmpty()) {
      field(name, Words.clean(value));
    }
  }

  private void field(String name, String value) {
    out.println("  %-10s%s".formatted(name, value));
  }

  private void causes(IncidentView i, JsonNode candidates) {
    title("CAUSES");
    if (candidates.isEmpty()) {
      out.println("  no diagnosis yet");
    }
    for (JsonNode candidate : candidates) {
      out.println(
          "  %6s  %s in %s"
              .formatted(
                  Words.percent(candidate.path("confidence").asDouble()),
                  text(candidate, "faultType"),
                  Words.within(i.system(), text(candidate, "entity"))));
      for (JsonNode evidence : candidate.path("evidence")) {
        boolean speaksFor = text(evidence, "stance").equals("FOR");
        out.println(
            "          %s %s  %s"
                .formatted(
                    Words.style(ansi, speaksFor ? "green" : "red", speaksFor ? "+" : "-"),
                    text(evidence, "text"),
                    Words.faint(ansi, "(" + text(evidence, "kind") + ")")));
      }
    }
  }

  /** Only what has more to it than its one action, which stands under ACTIONS. */
  private void plan(IncidentView i) {
    HandlingView handling = i.handling();
    if (handling.steps().size() > 1) {
      title("PLAN " + Words.clean(handling.plan()));
      PlanPrinter.steps(i).forEach(step -> out.println("  " + step));
    }
  }

  private void actions(IncidentView i) {
    title("ACTIONS");
    if (i.actions().isEmpty()) {
      out.println("  none");
    }
    for (JsonNode action : i.actions()) {
      String outcome = text(action, "outcome");
      out.println(
          "  %s %s  %s%s"
              .formatted(
                  text(action, "action"),
                  Words.within(i.system(), text(action, "target")),
                  outcome.isEmpty() ? "planned" : outcome(outcome),
                  took(action)));
      detail("with", parameters(action.path("parameters")));
      detail("why", text(action, "reason"));
      detail("policy", text(action, "policy"));
      detail("risk", text(action, "risk"));
      detail("trial", text(action, "dryRun"));
      detail("result", text(action, "detail"));
    }
  }

  private String outcome(String outcome) {
    String colour = outcome.equals("SUCCEEDED") ? "green" : "bold,red";
    return Words.style(ansi, colour, outcome.toLowerCase(Locale.ROOT));
  }

  private static String took(JsonNode action) {
    long start = action.path("requestedAt").asLong();
    long end = action.path("finishedAt").asLong();
    return start == 0 || end == 0 ? "" : " in " + Words.length(Duration.ofMillis(end - start));
  }

  private static String parameters(JsonNode parameters) {
    return parameters.properties().stream()
        .map(e -> Words.clean(e.getKey() + "=" + e.getValue().asText()))
        .collect(Collectors.joining(", "));
  }

  private void detail(String name, String value) {
    if (!value.isEmpty()) {
      out.println("    %-8s%s".formatted(name, value));
    }
  }

  private void timeline(IncidentView i, List<TimelineEntry> timeline) {
    title("TIMELINE (UTC, and time since the onset)");
    String day = "";
    for (TimelineEntry entry : timeline) {
      String moment = Words.moment(entry.at());
      String date = moment.substring(0, 10);
      if (!date.equals(day)) {
        out.println("  " + Words.faint(ansi, date));
        day = date;
      }
      Duration since = Duration.between(i.onset(), entry.at());
      out.println(
          "  %s  %9s  %-9s  %s  %s"
              .formatted(
                  moment.substring(11),
                  (since.isNegative() ? "-" : "+") + Words.length(since),
                  entry.kind(),
                  Words.clean(entry.summary()).replace(i.system() + "/", ""),
                  Words.faint(ansi, "(" + Words.clean(entry.author()) + ")")));
    }
  }

  private void next(IncidentView i) {
    String text =
        switch (i.state()) {
          case "AWAITING_APPROVAL" -> "nightshift approve %s    or    nightshift reject %s";
          case "ESCALATED" ->
              "a person is needed; then tell what it was: nightshift label %s LABEL";
          case "RESOLVED", "SELF_RECOVERED" ->
              "was it real, and the cause right? nightshift label %s true_positive | false_alarm | right_cause | wrong_cause";
          default -> "";
        };
    if (!text.isEmpty()) {
      title("YOUR TURN");
      out.println("  " + text.replace("%s", Words.clean(i.id())));
      waiting(i.handling());
    }
  }

  private void waiting(HandlingView handling) {
    if (handling.approveBy() != null) {
      out.println(
          "  %d of %d approvals, until %s UTC; then a person is called"
              .formatted(
                  handling.approvals().size(),
                  handling.approvalsNeeded(),
                  Words.moment(handling.approveBy())));
    }
  }

  private void title(String title) {
    out.println();
    out.println(Words.bold(ansi, title));
  }

  private static String text(JsonNode node, String field) {
    return Words.clean(node.path(field).asText());
  }
}
