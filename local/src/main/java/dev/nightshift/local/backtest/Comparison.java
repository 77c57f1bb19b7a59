package dev.nightshift.local.backtest;

import dev.nightshift.contract.PlannedAction;
import dev.nightshift.local.backtest.BacktestCase.Outcome;
import dev.nightshift.local.cli.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The same recording by two settings, side by side. */
final class Comparison {

  private final Findings before;
  private final Findings after;

  /**
   * @param before as the job file has it
   * @param after with other policies or models
   */
  Comparison(Findings before, Findings after) {
    this.before = before;
    this.after = after;
  }

  /** Names of the two settings. */
  static final Row HEAD = new Row("", "as the job file has it", "instead");

  /** One thing by both settings. */
  record Row(String name, String before, String after) {

    boolean differs() {
      return !before.equals(after);
    }
  }

  /** For a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line(HEAD));
    figures().forEach(row -> lines.add(line(row)));
    lines.add("");
    incidents().forEach(row -> lines.add(line(row)));
    return lines;
  }

  /** What was found in all. */
  List<Row> figures() {
    List<Row> lines = new ArrayList<>();
    lines.add(row("policies", before.policies(), after.policies()));
    lines.add(row("models", before.modelWords(), after.modelWords()));
    lines.add(
        row(
            "incidents",
            String.valueOf(before.told().size()),
            String.valueOf(after.told().size())));
    for (Outcome outcome : Outcome.values()) {
      if (before.count(outcome) + after.count(outcome) > 0) {
        lines.add(row("  " + outcome.words(), before.count(outcome), after.count(outcome)));
      }
    }
    lines.add(row("time to the first action, median", timeToAct(before), timeToAct(after)));
    TreeSet<String> limits = new TreeSet<>(before.stops().keySet());
    limits.addAll(after.stops().keySet());
    for (String limit : limits) {
      lines.add(
          row(
              "stopped by " + limit,
              before.stops().getOrDefault(limit, 0L),
              after.stops().getOrDefault(limit, 0L)));
    }
    lines.add(row("calls to people", before.calls(), after.calls()));
    return lines;
  }

  /** Incidents with the same id are the same problem; models that see otherwise make others. */
  List<Row> incidents() {
    Map<String, BacktestCase> others = new LinkedHashMap<>();
    after.told().forEach(told -> others.put(told.incident().getId(), told));
    List<Row> lines = new ArrayList<>();
    for (BacktestCase told : before.told()) {
      BacktestCase other = others.remove(told.incident().getId());
      lines.add(row(name(told), words(told), other == null ? "-" : words(other)));
    }
    others.values().forEach(told -> lines.add(row(name(told), "-", words(told))));
    return lines;
  }

  private static String name(BacktestCase told) {
    return Story.moment(told.incident().getOnset()).substring(11)
        + " "
        + Words.within(told.incident().getSystem(), told.service());
  }

  private static String words(BacktestCase told) {
    String actions =
        told.wouldDo().stream().map(PlannedAction::getAction).collect(Collectors.joining(", "));
    String stops =
        told.stops().stream()
            .map(stop -> stop.getLimit())
            .distinct()
            .collect(Collectors.joining(", "));
    return (actions.isEmpty() ? told.outcome().words() : actions)
        + (stops.isEmpty() ? "" : " (" + stops + ")");
  }

  private static String timeToAct(Findings findings) {
    long[] times =
        findings.told().stream()
            .filter(told -> !told.wouldDo().isEmpty())
            .mapToLong(told -> told.wouldDo().get(0).getRequestedAt() - told.incident().getOnset())
            .sorted()
            .toArray();
    return times.length == 0 ? "-" : Words.length(Duration.ofMillis(times[times.length / 2]));
  }

  private static Row row(String name, long before, long after) {
    return row(name, String.valueOf(before), String.valueOf(after));
  }

  private static Row row(String name, String before, String after) {
    return new Row(name, before, after);
  }

  private static String line(Row row) {
    return String.format(Locale.ROOT, "%-34s  %-36s  %s", row.name, row.before, row.after)
        .stripTrailing();
  }
}
