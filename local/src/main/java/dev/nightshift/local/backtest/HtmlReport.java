package dev.nightshift.local.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One self-contained page: the figures, the picture, the story, and what it assumes; of one
 * setting, or of two beside each other.
 */
final class HtmlReport {

  /** Name of the page in its directory. */
  static final String FILE = "backtest.html";

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s</title>
      <style>
      :root{color-scheme:light dark;--ink:#1f2933;--faint:#616e7c;--paper:#fff;--card:#f5f7fa}
      @media(prefers-color-scheme:dark){:root{--ink:#e4e7eb;--faint:#9aa5b1;--paper:#161b22;--card:#222933}}
      body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:1240px;
        margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}.faint{color:var(--faint)}
      article{background:var(--card);border-radius:8px;padding:.8rem 1rem;margin:.8rem 0}
      article h3{margin:0 0 .4rem;font-size:1rem}
      table{border-collapse:collapse}td{padding:.1rem .8rem .1rem 0;vertical-align:top}
      td:first-child{font-variant-numeric:tabular-nums;white-space:nowrap}
      td:nth-child(2){white-space:nowrap;font-weight:600}
      figure{overflow-x:auto;margin:1rem 0}figure svg{min-width:800px;width:100%%}
      ul{margin:.2rem 0 .2rem 1rem;padding:0}
      .compared td:nth-child(2){font-weight:400;white-space:normal}.differs{background:var(--card)}
      .beside{display:grid;grid-template-columns:1fr 1fr;gap:1.2rem}.beside table{display:block;overflow-x:auto}
      @media(max-width:900px){.beside{grid-template-columns:1fr}}
      </style>
      </head>
      <body>
      """;

  private final StringBuilder page = new StringBuilder();

  private HtmlReport() {}

  /** Writes a page, and returns where it is. */
  static Path write(Path directory, String page) throws IOException {
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve(FILE), page);
  }

  /** The page about one setting. */
  static String of(String title, Findings findings, Duration actionTakes) {
    HtmlReport report = new HtmlReport();
    report.begin(title);
    report.paragraphs(new Story(findings).header());
    report.told(findings);
    return report.end(actionTakes);
  }

  /** The page about two: their figures side by side, then both stories. */
  static String of(String title, Findings before, Findings after, Duration actionTakes) {
    HtmlReport report = new HtmlReport();
    report.begin(title);
    Comparison comparison = new Comparison(before, after);
    report.table(comparison.figures());
    report.element("h2", "Each incident");
    report.table(comparison.incidents());
    report.page.append("<div class=\"beside\">\n");
    report.setting(Comparison.HEAD.before(), before);
    report.setting(Comparison.HEAD.after(), after);
    report.page.append("</div>\n");
    return report.end(actionTakes);
  }

  private void begin(String title) {
    page.append(HEAD.formatted(escape(title)));
    element("h1", title);
  }

  private String end(Duration actionTakes) {
    element("h2", "How to read it");
    list(Story.assumptions(actionTakes));
    return page.append("</body>\n</html>\n").toString();
  }

  private void setting(String name, Findings findings) {
    page.append("<section>\n");
    element("h2", name);
    paragraphs(new Story(findings).header());
    told(findings);
    page.append("</section>\n");
  }

  private void told(Findings findings) {
    paragraphs(new Story(findings).summary());
    page.append("<figure>\n").append(TimelinePicture.of(findings)).append("</figure>\n");
    element("h2", "What happened, and what would have been done");
    findings.told().forEach(told -> article(told, findings.end()));
  }

  private void table(List<Comparison.Row> rows) {
    page.append("<table class=\"compared\">\n");
    row(Comparison.HEAD, "th");
    rows.forEach(row -> row(row, "td"));
    page.append("</table>\n");
  }

  private void row(Comparison.Row row, String cell) {
    page.append(cell.equals("td") && row.differs() ? "<tr class=\"differs\">" : "<tr>");
    for (String text : List.of(row.name(), row.before(), row.after())) {
      page.append('<').append(cell).append('>').append(escape(text));
      page.append("</").append(cell).append('>');
    }
    page.append("</tr>\n");
  }

  private void article(BacktestCase told, long end) {
    page.append("<article>\n");
    element("h3", told.number() + ". " + Story.title(told.incident()));
    page.append("<p class=\"faint\">")
        .append(escape(told.outcome().words() + " - " + told.incident().getId()))
        .append("</p>\n<table>\n");
    for (Moment moment : Storyline.of(told, end)) {
      page.append("<tr><td>")
          .append(Story.moment(moment.at()))
          .append("</td><td>")
          .append(moment.kind().word())
          .append("</td><td>")
          .append(escape(moment.text()))
          .append("</td></tr>\n");
    }
    page.append("</table>\n");
    list(Storyline.evidence(told));
    page.append("</article>\n");
  }

  private void paragraphs(List<String> lines) {
    lines.forEach(line -> element("p", line));
  }

  private void list(List<String> items) {
    if (!items.isEmpty()) {
      page.append("<ul>\n");
      items.forEach(item -> element("li", item));
      page.append("</ul>\n");
    }
  }

  private void element(String name, String text) {
    page.append('<').append(name).append('>').append(escape(text));
    page.append("</").append(name).append(">\n");
  }

  private static String escape(String text) {
    return TimelinePicture.escape(text);
  }
}
