package dev.nightshift.local.backtest;

import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.contract.Transition;
import dev.nightshift.local.cli.Words;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * The recording as a picture in SVG: a row a service, anomalies as thin bars and incidents as thick
 * ones with their number, and marks for changes, actions, limits and calls. Every shape carries its
 * words as a tooltip. It follows the reader's light or dark setting.
 */
final class TimelinePicture {

  private static final int LEFT = 190;
  private static final int WIDTH = 1000;
  private static final int RIGHT = 30;
  private static final int TOP = 34;
  private static final int ROW = 36;
  private static final int LEGEND = 56;
  private static final int MAX_ROWS = 60;

  /** Room for the name of an action, right of its mark. */
  private static final int LABEL = 100;

  private static final int TICKS = 10;
  private static final long[] STEPS =
      LongStream.of(10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
          .map(seconds -> seconds * 1000)
          .toArray();

  private static final String STYLE =
      """
      .tl{font:12px system-ui,sans-serif}
      .tl text{fill:#1f2933}.tl .faint{fill:#616e7c}.tl line{stroke:#e4e7eb}
      .tl .anomaly{fill:#9fb3c8}.tl .acted{fill:#2f9e6e}.tl .asked{fill:#d9962b}
      .tl .said{fill:#3c7dc4}.tl .left{fill:#c9463d}.tl .stopped{fill:#8f63b8}.tl .watched{fill:#829ab1}
      .tl .number{fill:#fff;font-weight:600;font-size:10px}
      .tl .change{fill:none;stroke:#1f2933;stroke-width:1.5}.tl .action{fill:#1f2933}
      .tl .limit{stroke:#c9463d;stroke-width:2;fill:none}.tl .call{fill:#c9463d}
      @media(prefers-color-scheme:dark){
      .tl text,.tl .action{fill:#e4e7eb}.tl .faint{fill:#9aa5b1}.tl line{stroke:#323f4b}
      .tl .anomaly{fill:#52667a}.tl .change{stroke:#e4e7eb}.tl .number{fill:#fff}}
      """;

  private final Findings findings;
  private final StringBuilder svg = new StringBuilder();
  private final Map<String, Integer> rows = new LinkedHashMap<>();
  private int left;

  private TimelinePicture(Findings findings) {
    this.findings = findings;
  }

  /** A whole SVG document. */
  static String of(Findings findings) {
    return new TimelinePicture(findings).draw();
  }

  private String draw() {
    placeRows();
    int height = TOP + Math.max(1, rows.size()) * ROW + LEGEND;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tl\" viewBox=\"0 0 %d %d\""
                + " role=\"img\" aria-label=\"timeline of the backtest\">%n",
            LEFT + WIDTH + RIGHT,
            height));
    svg.append("<style>\n").append(STYLE).append("</style>\n");
    axis(height - LEGEND);
    rows.forEach((service, row) -> text(LEFT - 10, y(row) + 22, "end", "", label(service)));
    findings.anomalies().forEach(this::anomaly);
    findings.told().forEach(this::incident);
    findings.changes().forEach(this::change);
    findings.told().forEach(this::marks);
    legend(height - LEGEND + 18);
    return svg.append("</svg>\n").toString().replace("\r\n", "\n");
  }

  private void placeRows() {
    TreeSet<String> services = new TreeSet<>();
    findings.told().forEach(told -> services.add(told.service()));
    findings.anomalies().forEach(anomaly -> services.add(service(anomaly.entity())));
    for (String service : services) {
      if (rows.size() < MAX_ROWS) {
        rows.put(service, rows.size());
      } else {
        left++;
      }
    }
  }

  private void axis(int bottom) {
    long span = findings.end() - findings.begin();
    long step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0; i--) {
      step = span / STEPS[i] <= TICKS ? STEPS[i] : step;
    }
    step = Math.max(step, span / TICKS / 1000 * 1000);
    for (long at = (findings.begin() + step - 1) / step * step; at <= findings.end(); at += step) {
      shape("<line x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>", x(at), x(at), TOP - 6, bottom);
      String moment = Story.moment(at);
      text(xOf(at), TOP - 14, "middle", "faint", moment.substring(11, step < 60_000 ? 19 : 16));
    }
    rows.forEach(
        (service, row) ->
            shape(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
                LEFT, LEFT + WIDTH, y(row) + ROW, y(row) + ROW));
    text(LEFT - 30, TOP - 14, "end", "faint", Story.moment(findings.begin()).substring(0, 10));
  }

  private void anomaly(AnomalyBar anomaly) {
    Integer row = rows.get(service(anomaly.entity()));
    if (row != null) {
      long ended = anomaly.ended() == 0 ? findings.end() : anomaly.ended();
      bar(
          "anomaly",
          anomaly.onset(),
          ended,
          y(row) + 26,
          5,
          anomaly.entity() + ": " + anomaly.feature() + ", " + from(anomaly.onset(), ended));
    }
  }

  private void incident(BacktestCase told) {
    Integer row = rows.get(told.service());
    if (row != null) {
      long begin = Math.max(findings.begin(), told.incident().getOnset());
      long end = told.quietAt().orElse(findings.end());
      String words =
          told.number() + ". " + told.incident().getTitle() + " - " + told.outcome().words();
      bar(css(told.outcome()), begin, end, y(row) + 10, 14, words + ", " + from(begin, end));
      text(xOf(begin) + 3, y(row) + 21, "start", "number", String.valueOf(told.number()));
    }
  }

  private void change(ChangeEvent change) {
    Integer row = rows.get(change.entity().withoutInstance().key());
    if (row != null) {
      double x = xOf(change.timeMillis());
      int y = y(row) + 17;
      mark(
          "change",
          String.format(Locale.ROOT, "M%.1f %d l5 5 l-5 5 l-5 -5 z", x, y - 5),
          Story.moment(change.timeMillis()) + " " + change.kind() + ": " + change.summary());
    }
  }

  private void marks(BacktestCase told) {
    Integer row = rows.get(told.service());
    if (row == null) {
      return;
    }
    int y = y(row);
    for (PlannedAction action : told.wouldDo()) {
      double x = xOf(action.getRequestedAt());
      mark(
          "action",
          String.format(Locale.ROOT, "M%.1f %d l5 -8 h-10 z", x, y + 9),
          Story.moment(action.getRequestedAt())
              + " would do "
              + action.getAction()
              + " of "
              + action.getTarget());
      boolean room = x < LEFT + WIDTH - LABEL;
      text(room ? x + 8 : x - 8, y + 8, room ? "start" : "end", "faint", action.getAction());
    }
    for (PolicyDecision decision : told.decisions()) {
      for (LimitStop stop : decision.getLimits()) {
        mark(
            "limit",
            String.format(
                Locale.ROOT, "M%.1f %d l8 8 m0 -8 l-8 8", xOf(decision.getAt()) - 4, y + 1),
            Story.moment(decision.getAt())
                + " "
                + stop.getLimit()
                + " stops "
                + stop.getAction()
                + ": "
                + stop.getText());
      }
    }
    for (Transition call : told.calls()) {
      mark(
          "call",
          String.format(Locale.ROOT, "M%.1f %d a4 4 0 1 0 0.1 0 z", xOf(call.getAt()), y + 1),
          Story.moment(call.getAt()) + " " + call.getCause());
    }
  }

  private void legend(int y) {
    int x = LEFT;
    for (BacktestCase.Outcome outcome : BacktestCase.Outcome.values()) {
      if (outcome != BacktestCase.Outcome.MERGED) {
        shape(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"14\" height=\"10\" rx=\"2\"/>",
            css(outcome), x, y - 9);
        text(x + 18, y, "start", "faint", outcome.words());
        x += 40 + 6 * outcome.words().length();
      }
    }
    x = LEFT;
    int line = y + 20;
    shape("<rect class=\"anomaly\" x=\"%d\" y=\"%d\" width=\"14\" height=\"5\"/>", x, line - 6);
    text(x + 18, line, "start", "faint", "anomaly");
    mark("change", "M" + (x + 97) + " " + (line - 9) + " l5 5 l-5 5 l-5 -5 z", "");
    text(x + 108, line, "start", "faint", "change");
    mark("action", "M" + (x + 177) + " " + line + " l5 -8 h-10 z", "");
    text(x + 188, line, "start", "faint", "action that would be done");
    mark("limit", "M" + (x + 353) + " " + (line - 8) + " l8 8 m0 -8 l-8 8", "");
    text(x + 368, line, "start", "faint", "stopped by a limit");
    mark("call", "M" + (x + 497) + " " + (line - 8) + " a4 4 0 1 0 0.1 0 z", "");
    text(x + 508, line, "start", "faint", "call to a person");
    if (left > 0) {
      text(LEFT - 10, line, "end", "faint", "and " + left + " more services");
    }
  }

  private void bar(String css, long from, long to, int y, int height, String title) {
    double width = Math.max(4, xOf(to) - xOf(from));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\">"
                + "<title>%s</title></rect>%n",
            css,
            x(from),
            y,
            width,
            height,
            escape(title)));
  }

  private void mark(String css, String path, String title) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=\"%s\" d=\"%s\"><title>%s</title></path>%n",
            css,
            path,
            escape(title)));
  }

  private void text(double x, int y, String anchor, String css, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            css,
            escape(text)));
  }

  private void shape(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private String x(long at) {
    return String.format(Locale.ROOT, "%.1f", xOf(at));
  }

  private double xOf(long at) {
    double span = Math.max(1, findings.end() - findings.begin());
    double share = (at - findings.begin()) / span;
    return LEFT + WIDTH * Math.min(1, Math.max(0, share));
  }

  private static int y(int row) {
    return TOP + row * ROW;
  }

  private static String service(String entity) {
    return Entity.parse(entity).withoutInstance().key();
  }

  /** Without the system where all are of one. */
  private String label(String service) {
    long systems = rows.keySet().stream().map(key -> key.split("/", 2)[0]).distinct().count();
    int slash = service.indexOf('/');
    return systems == 1 && slash > 0 ? service.substring(slash + 1) : service;
  }

  private static String css(BacktestCase.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static String from(long begin, long end) {
    return Story.moment(begin) + " for " + Words.length(Duration.ofMillis(end - begin));
  }

  /** Text from telemetry cannot become markup. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("\\p{Cntrl}", " ");
  }
}
