package dev.nightshift.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Incidents for the eye. Text that comes from telemetry is stripped of control characters. */
final class IncidentPrinter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintWriter out;
  private final Ansi ansi;

  IncidentPrinter(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void table(List<IncidentView> incidents, Instant now) {
    if (incidents.isEmpty()) {
      out.println("no incidents");
      return;
    }
    int width = incidents.stream().mapToInt(i -> i.id().length()).max().orElse(2);
    String format = "%-" + width + "s  %-19s  %9s  %s  %-28s  %s%n";
    out.printf(
        Locale.ROOT, format, "ID", "ONSET (UTC)", "LASTED", padded("STATE"), "CAUSE", "TITLE");
    for (IncidentView i : incidents) {
      out.printf(
          Locale.ROOT,
          format,
          clean(i.id()),
          TIME.format(i.onset()),
          lasted(i, now),
          coloured(i.state()),
          clean(i.faultType().isEmpty() ? "-" : i.faultType() + " " + percent(i.confidence())),
          clean(i.title()));
    }
  }

  void detail(IncidentView i, JsonNode candidates, List<TimelineEntry> timeline, Instant now) {
    out.println(clean(i.id() + "  " + i.title()));
    out.println("  state    " + coloured(i.state()).stripTrailing());
    out.println("  onset    " + TIME.format(i.onset()) + " UTC, lasted " + lasted(i, now));
    out.println();
    out.println("CAUSES");
    for (JsonNode candidate : candidates) {
      out.println(
          clean(
              "  %s  %s in %s"
                  .formatted(
                      percent(candidate.path("confidence").asDouble()),
                      candidate.path("faultType").asText(),
                      candidate.path("entity").asText())));
      for (JsonNode evidence : candidate.path("evidence")) {
        String sign = evidence.path("stance").asText().equals("FOR") ? "+" : "-";
        out.println(clean("        " + sign + " " + evidence.path("text").asText()));
      }
    }
    out.println();
    out.println("ACTIONS");
    for (JsonNode action : i.actions()) {
      String outcome = action.path("outcome").asText();
      out.println(
          clean(
              "  %s on %s: %s (%s)"
                  .formatted(
                      action.path("action").asText(),
                      action.path("target").asText(),
                      outcome.isEmpty() ? "planned" : outcome.toLowerCase(Locale.ROOT),
                      action.path("reason").asText())));
    }
    out.println();
    out.println("TIMELINE");
    for (TimelineEntry entry : timeline) {
      out.println(
          clean(
              "  %s  %-9s  %s  (%s)"
                  .formatted(
                      TIME.format(entry.at()), entry.kind(), entry.summary(), entry.author())));
    }
  }

  private String coloured(String state) {
    String style =
        switch (state) {
          case "RESOLVED", "SELF_RECOVERED" -> "green";
          case "CLOSED", "SUPPRESSED" -> "faint";
          case "ESCALATED", "AWAITING_APPROVAL" -> "bold,red";
          default -> "yellow";
        };
    return ansi.string("@|" + style + " " + padded(state) + "|@");
  }

  private static String padded(String state) {
    return "%-17s".formatted(state);
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  private static String lasted(IncidentView i, Instant now) {
    Duration time = Duration.between(i.onset(), i.resolvedAt() == null ? now : i.resolvedAt());
    return time.toHours() > 0
        ? "%dh %02dm".formatted(time.toHours(), time.toMinutesPart())
        : "%dm %02ds".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
