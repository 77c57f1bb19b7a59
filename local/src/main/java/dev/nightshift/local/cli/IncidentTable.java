package dev.nightshift.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/** Incidents as a table whose columns are as wide as what stands in them. */
final class IncidentTable {

  private static final List<String> HEAD =
      List.of("STATE", "ONSET (UTC)", "", "LASTED", "CAUSE", "INCIDENT", "TITLE");

  private final PrintWriter out;
  private final Ansi ansi;

  IncidentTable(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void print(List<IncidentView> incidents, Instant now) {
    if (incidents.isEmpty()) {
      out.println("no incidents");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    incidents.forEach(incident -> rows.add(row(incident, now)));
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (List<String> row : rows) {
      out.println(line(row, widths, row == HEAD));
    }
    out.println();
    out.println(summary(incidents));
  }

  private static List<String> row(IncidentView i, Instant now) {
    return List.of(
        i.state(),
        Words.moment(i.onset()),
        Words.ago(i.onset(), now),
        i.resolvedAt() == null
            ? "ongoing"
            : Words.length(Duration.between(i.onset(), i.resolvedAt())),
        Words.clean(cause(i)),
        Words.clean(i.id()),
        Words.clean(i.title()));
  }

  private static String cause(IncidentView i) {
    return i.rootCause().isEmpty()
        ? "not known yet"
        : "%s in %s, %s"
            .formatted(
                i.faultType(),
                Words.within(i.system(), i.rootCause()),
                Words.percent(i.confidence()));
  }

  private String line(List<String> row, int[] widths, boolean head) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String shown = cell;
      if (head) {
        shown = Words.bold(ansi, cell);
      } else if (column == 0) {
        shown = Words.state(ansi, cell);
      }
      boolean last = column == row.size() - 1;
      line.append(shown).append(last ? "" : " ".repeat(widths[column] - cell.length() + 2));
    }
    return line.toString();
  }

  private String summary(List<IncidentView> incidents) {
    long waiting = incidents.stream().filter(i -> i.state().equals("AWAITING_APPROVAL")).count();
    long escalated = incidents.stream().filter(i -> i.state().equals("ESCALATED")).count();
    StringBuilder text =
        new StringBuilder(incidents.size() + (incidents.size() == 1 ? " incident" : " incidents"));
    if (waiting > 0) {
      text.append(", ").append(Words.style(ansi, "bold,red", waiting + " awaiting your approval"));
    }
    if (escalated > 0) {
      text.append(", ").append(Words.style(ansi, "bold,red", escalated + " in need of a person"));
    }
    return text.append(". In detail: nightshift incidents INCIDENT").toString();
  }
}
