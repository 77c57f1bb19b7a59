package dev.nightshift.local.rca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Rankings of the same cases side by side, and how often each was right. */
final class RcaReport {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EVIDENCE_LINES = 3;
  private static final int SHOWN = 5;

  /** One way of ranking, and what it made of every case; the job's own comes first. */
  record Ranking(String title, List<Ranked> cases) {}

  private record Scored(String title, Figures service, Figures fine, Map<String, Figures> groups) {}

  private final List<Ranking> rankings;
  private final List<Labels.Label> labels;
  private final List<Scored> scores;
  private final Trust trust;

  private RcaReport(List<Ranking> rankings, List<Labels.Label> labels, List<Ranked> normal) {
    this.rankings = rankings;
    this.labels = labels;
    this.scores = rankings.stream().map(this::score).toList();
    this.trust = Trust.of(rankings.get(0).cases(), labels, normal);
  }

  /**
   * @param normal what was made of times without a problem
   */
  static RcaReport of(List<Ranking> rankings, List<Ranked> normal) throws IOException {
    List<Labels.Label> labels = new ArrayList<>();
    for (Ranked ranked : rankings.get(0).cases()) {
      labels.add(Labels.of(ranked.recorded()).orElse(null));
    }
    return new RcaReport(rankings, labels, normal);
  }

  private Scored score(Ranking ranking) {
    List<Integer> service = new ArrayList<>();
    List<Integer> fine = new ArrayList<>();
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      Labels.Label label = labels.get(i);
      if (label == null) {
        continue;
      }
      int place = ranking.cases().get(i).place(label);
      service.add(place);
      groups.computeIfAbsent(label.group(), g -> new ArrayList<>()).add(place);
      if (label.hasFine()) {
        fine.add(ranking.cases().get(i).finePlace(label));
      }
    }
    Map<String, Figures> byGroup = new TreeMap<>();
    groups.forEach((group, places) -> byGroup.put(group, Figures.of(places)));
    return new Scored(ranking.title(), Figures.of(service), Figures.of(fine), byGroup);
  }

  /**
   * For people.
   *
   * @param brief one line a case
   */
  List<String> lines(boolean brief) {
    List<String> lines = new ArrayList<>();
    List<Ranked> own = rankings.get(0).cases();
    for (int i = 0; i < own.size(); i++) {
      lines.addAll(brief ? List.of(line(own.get(i), labels.get(i))) : told(own.get(i)));
    }
    if (labels.stream().anyMatch(label -> label != null)) {
      lines.add("");
      lines.add(
          String.format(
              "%-12s %-16s %5s  %-22s %-22s %-6s %-6s",
              "ranking", "level", "cases", "first (95 %)", "first three (95 %)", "five", "avg5"));
      for (Scored scored : scores) {
        lines.add(row(scored.title(), "service", scored.service()));
        scored.groups().forEach((group, figures) -> lines.add(row("", "  " + group, figures)));
        if (scored.fine().cases() > 0) {
          lines.add(row("", "pod and region", scored.fine()));
        }
      }
    }
    lines.addAll(trust.lines());
    return lines;
  }

  private static String line(Ranked ranked, Labels.Label label) {
    Ranked.Item first = ranked.items().get(0);
    int place = label == null ? -1 : ranked.place(label);
    return String.format(
        Locale.ROOT,
        "%-34s %-46s %-16s %3.0f %%%s",
        ranked.recorded().name(),
        first.service(),
        first.faultType(),
        100 * first.confidence(),
        place < 0
            ? ""
            : place == 0
                ? "  right"
                : "  "
                    + label.service()
                    + (place > ranked.items().size()
                        ? " is not ranked"
                        : " is number " + (place + 1)));
  }

  private static List<String> told(Ranked ranked) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%s, since %s%s%s",
            ranked.recorded().name(),
            Instant.ofEpochMilli(ranked.recorded().onsetMillis()),
            ranked.estimated() ? " (told from its telemetry)" : "",
            Specificity.blames(ranked) ? "" : ": nothing is likely to be the cause"));
    int number = 1;
    for (Ranked.Item item : ranked.items().subList(0, Math.min(SHOWN, ranked.items().size()))) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%2d. %-40s %-16s %3.0f %%  %s",
              number++,
              item.pod().isEmpty() ? item.service() : item.pod(),
              item.faultType(),
              100 * item.confidence(),
              item.region()));
      item.evidence().stream()
          .limit(EVIDENCE_LINES)
          .forEach(evidence -> lines.add("      " + evidence));
    }
    return lines;
  }

  private static String row(String title, String level, Figures figures) {
    return String.format(
        Locale.ROOT,
        "%-12s %-16s %5d  %-22s %-22s %-6.3f %-6.3f",
        title,
        level,
        figures.cases(),
        share(figures, figures.ac1()),
        share(figures, figures.ac3()),
        figures.ac5(),
        figures.avg5());
  }

  private static String share(Figures figures, double share) {
    double[] interval = figures.interval(share);
    return String.format(Locale.ROOT, "%.3f (%.2f to %.2f)", share, interval[0], interval[1]);
  }

  /** For programs. */
  String json() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    write(root, scores.get(0));
    ObjectNode others = root.putObject("baselines");
    for (Scored scored : scores.subList(1, scores.size())) {
      write(others.putObject(scored.title()), scored);
    }
    ArrayNode cases = root.putArray("cases");
    for (Ranked ranked : rankings.get(0).cases()) {
      ObjectNode one = cases.addObject().put("name", ranked.recorded().name());
      one.put("onset", Instant.ofEpochMilli(ranked.recorded().onsetMillis()).toString())
          .put("onset_estimated", ranked.estimated())
          .put("blames", Specificity.blames(ranked));
      ArrayNode ranking = one.putArray("ranking");
      ranked.items().forEach(item -> ranking.add(item.service()));
      Ranked.Item first = ranked.items().get(0);
      one.put("fault_type", first.faultType())
          .put("pod", first.pod())
          .put("region", first.region())
          .put("confidence", first.confidence());
      ArrayNode evidence = one.putArray("evidence");
      first.evidence().forEach(evidence::add);
    }
    trust.write(root);
    return JSON.writeValueAsString(root);
  }

  private static void write(ObjectNode node, Scored scored) {
    figures(node.putObject("service"), scored.service());
    figures(node.putObject("fine"), scored.fine());
    ObjectNode groups = node.putObject("groups");
    scored.groups().forEach((group, figures) -> figures(groups.putObject(group), figures));
  }

  private static void figures(ObjectNode node, Figures figures) {
    node.put("cases", figures.cases());
    if (figures.cases() > 0) {
      node.put("ac1", figures.ac1())
          .put("ac3", figures.ac3())
          .put("ac5", figures.ac5())
          .put("avg5", figures.avg5());
    }
  }
}
