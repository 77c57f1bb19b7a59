package dev.nightshift.local.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One self-contained page: the figures, the picture, the story, and what it assumes. */
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
      </style>
      </head>
      <body>
      """;

  private final Findings findings;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(Findings findings) {
    this.findings = findings;
  }

  /** Writes the page, and returns where it is. */
  static Path write(Path directory, String title, Findings findings, Duration actionTakes)
      throws IOException {
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve(FILE), of(title, findings, actionTakes));
  }

  /** The page as text. */
  static String of(String title, Findings findings, Duration actionTakes) {
    return new HtmlReport(findings).page(title, actionTakes);
  }

  private String page(String title, Duration actionTakes) {
    Story story = new Story(findings);
    page.append(HEAD.formatted(escape(title)));
    element("h1", title);
    paragraphs(story.header());
    paragraphs(story.summary());
    page.append("<figure>\n").append(TimelinePicture.of(findings)).append("</figure>\n");
    element("h2", "What happened, and what would have been done");
    findings.told().forEach(this::article);
    element("h2", "How to read it");
    list(Story.assumptions(actionTakes));
    return page.append("</body>\n</html>\n").toString();
  }

  private void article(BacktestCase told) {
    page.append("<article id=\"incident-").append(told.number()).append("\">\n");
    element("h3", told.number() + ". " + Story.title(told.incident()));
    page.append("<p class=\"faint\">")
        .append(escape(told.outcome().words() + " - " + told.incident().getId()))
        .append("</p>\n<table>\n");
    for (Moment moment : Storyline.of(told, findings.end())) {
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
