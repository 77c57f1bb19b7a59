package dev.nightshift.local.backtest;

import dev.nightshift.contract.Incident;
import dev.nightshift.local.backtest.BacktestCase.Outcome;
import dev.nightshift.local.cli.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A backtest in words: what is assumed, each incident in the order of time, and the sum. */
final class Story {

  private static final int INDENT = 27;

  private final Findings findings;

  Story(Findings findings) {
    this.findings = findings;
  }

  /** What has to be known to read the rest rightly. */
  static List<String> assumptions(Duration actionTakes) {
    return List.of(
        "Nothing was done. After an action that would have been done the telemetry goes on as it was"
            + " recorded, so that whether it helps is not known: nothing is judged, learned or undone,"
            + " the circuit breaker does not count, and the incident is left alone until its symptoms"
            + " go.",
        "What would follow stands after 'then' (the next steps of the plan, if the one before succeeds)"
            + " and 'or else' (what else the rule allows): which of it would come to pass is not"
            + " known.",
        "For the limits such an action counts as done, and as under way for "
            + Words.length(actionTakes)
            + ".",
        "Nobody approves, acknowledges or answers: questions expire, and calls go up the chain. All"
            + " waits go by the recording's time.",
        "The job begins with the recording: thresholds, service graph and the order of actions know"
            + " nothing from before it. What happened after its end is not told.");
  }

  List<String> lines(String title, Duration actionTakes) {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    lines.addAll(header());
    lines.add("");
    assumptions(actionTakes).forEach(text -> lines.addAll(wrapped("", text)));
    for (BacktestCase told : findings.told()) {
      lines.add("");
      lines.addAll(told(told));
    }
    lines.add("");
    lines.addAll(summary());
    return lines;
  }

  /** Over which time, with which policies and models. */
  List<String> header() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s to %s UTC (%s), %,d signals, %d changes",
            moment(findings.begin()),
            moment(findings.end()),
            Words.length(Duration.ofMillis(findings.end() - findings.begin())),
            findings.signals(),
            findings.changes().size()));
    lines.add("policies " + findings.policies() + "; models: " + findings.modelWords());
    if (findings.skipped() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d items left out: no source of the job file reads their kind",
              findings.skipped()));
    }
    if (!findings.refused().isEmpty()) {
      lines.add("refused: " + counts(findings.refused()));
    }
    return lines;
  }

  private List<String> told(BacktestCase told) {
    List<String> lines = new ArrayList<>();
    Incident incident = told.incident();
    lines.add(
        String.format(
            Locale.ROOT, "%3d  %s  [%s]", told.number(), title(incident), told.outcome().words()));
    for (Moment moment : Storyline.of(told, findings.end())) {
      lines.addAll(
          wrapped(
              String.format(
                  Locale.ROOT,
                  "     %s  %-11s ",
                  moment(moment.at()).substring(11),
                  moment.kind().word()),
              moment.text()));
      if (moment.kind() == Moment.Kind.THINKS && moment.text().startsWith("best explanation")) {
        Storyline.evidence(told)
            .forEach(evidence -> lines.addAll(wrapped(" ".repeat(INDENT), "- " + evidence)));
      }
    }
    return lines;
  }

  static String title(Incident incident) {
    return Words.clean(incident.getTitle());
  }

  /** The figures of the whole. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(Locale.ROOT, "%d incidents: %s", findings.told().size(), outcomes(findings)));
    lines.add(
        "limits that stopped something: "
            + (findings.stops().isEmpty() ? "none" : counts(findings.stops())));
    lines.add("calls to people: " + findings.calls());
    return lines;
  }

  private static String outcomes(Findings findings) {
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.MERGED && findings.count(outcome) > 0) {
        parts.add(findings.count(outcome) + " " + outcome.words());
      }
    }
    return parts.isEmpty() ? "a quiet recording" : String.join(", ", parts);
  }

  static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getKey() + " " + count.getValue())
        .collect(Collectors.joining(", "));
  }

  static String moment(long millis) {
    return Words.moment(Instant.ofEpochMilli(millis));
  }

  /** Text of at most a hundred columns, its later lines under the first. */
  private static List<String> wrapped(String head, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(head);
    String indent = " ".repeat(head.length());
    int start = line.length();
    for (String word : text.split(" ")) {
      if (line.length() > start && line.length() + word.length() + 1 > 110) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > start ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
