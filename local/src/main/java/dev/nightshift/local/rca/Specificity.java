package dev.nightshift.local.rca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.diagnose.evidence.CauseRanking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often nothing was blamed when nothing was wrong: the first cause was named with less than
 * even odds.
 *
 * @param times asked about
 * @param unblamed of them
 * @param groups the same by the metric that was asked about
 */
record Specificity(int times, int unblamed, Map<String, Specificity> groups) {

  static Specificity of(List<Ranked> normal) {
    Map<String, List<Ranked>> byMetric = new TreeMap<>();
    for (Ranked ranked : normal) {
      String symptom = ranked.recorded().symptom();
      byMetric
          .computeIfAbsent(symptom.isEmpty() ? "all" : symptom, s -> new ArrayList<>())
          .add(ranked);
    }
    Map<String, Specificity> groups = new TreeMap<>();
    byMetric.forEach((metric, ranked) -> groups.put(metric, counted(ranked, Map.of())));
    return counted(normal, groups);
  }

  private static Specificity counted(List<Ranked> normal, Map<String, Specificity> groups) {
    int unblamed = (int) normal.stream().filter(ranked -> !blames(ranked)).count();
    return new Specificity(normal.size(), unblamed, groups);
  }

  static boolean blames(Ranked ranked) {
    return !ranked.items().isEmpty() && ranked.items().get(0).confidence() >= CauseRanking.LIKELY;
  }

  /** NaN if nothing was asked. */
  double share() {
    return times == 0 ? Double.NaN : unblamed / (double) times;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("nothing blamed in normal operation"));
    groups.forEach((metric, specificity) -> lines.add(specificity.line("  " + metric)));
    return lines;
  }

  private String line(String title) {
    return String.format(
        Locale.ROOT, "%-36s %3d of %3d times, %.3f", title, unblamed, times, share());
  }

  void write(ObjectNode node) {
    node.put("times", times).put("none_blamed", unblamed);
    if (times > 0) {
      node.put("share", share());
    }
    if (!groups.isEmpty()) {
      ObjectNode by = node.putObject("groups");
      groups.forEach((metric, specificity) -> specificity.write(by.putObject(metric)));
    }
  }
}
