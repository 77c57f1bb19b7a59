package dev.nightshift.local.cli.logs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.local.replay.CsvFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift evaluate-logs}: how well the job's own code understands recorded logs. */
@Command(
    name = "evaluate-logs",
    description = {
      "Runs the job's template miner and session model over labelled logs and scores them.",
      "Templates: NAME_2k.log_structured_corrected.csv[.gz] as loghub has them. Sessions:",
      "events.csv.gz and labels.csv.gz. Looks into DIR and the directories in it."
    },
    footer = {
      "",
      "Examples:",
      "  nightshift evaluate-logs data/loghub2k",
      "  nightshift evaluate-logs data/hdfs_2pct --json"
    })
public final class EvaluateLogsCommand implements Callable<Integer> {

  private static final String STRUCTURED = "log_structured_corrected.csv";

  @Parameters(paramLabel = "DIR", description = "A data set, or a directory of several.")
  private Path directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Map<String, GroupingScore> templates = new TreeMap<>();
    Map<String, SessionSet> sessions = new TreeMap<>();
    for (Path place : places()) {
      if (Files.exists(place.resolve("events.csv.gz"))) {
        sessions.put(name(place), SessionSet.read(place));
      }
      for (Path file : structured(place)) {
        templates.put(name(place), grouping(file));
      }
    }
    if (templates.isEmpty() && sessions.isEmpty()) {
      throw new UserException(
          directory + " holds neither a *" + STRUCTURED + "[.gz] nor an events.csv.gz");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(templates, sessions));
    } else {
      print(out, templates, sessions);
    }
    out.flush();
    return ExitCode.OK;
  }

  private List<Path> places() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserException("there is no directory " + directory);
    }
    List<Path> places = new ArrayList<>(List.of(directory));
    try (Stream<Path> children = Files.list(directory)) {
      children.filter(Files::isDirectory).sorted().forEach(places::add);
    }
    return places;
  }

  private static List<Path> structured(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().contains(STRUCTURED)).sorted().toList();
    }
  }

  private static String name(Path place) {
    return place.toAbsolutePath().normalize().getFileName().toString();
  }

  private static GroupingScore grouping(Path file) throws IOException {
    MinedLines lines = new MinedLines();
    List<String> truth = new ArrayList<>();
    try (CsvFile rows = new CsvFile(file)) {
      List<String> head = rows.next();
      int content = head.indexOf("Content");
      int event = head.indexOf("EventId");
      if (content < 0 || event < 0) {
        throw new UserException(file + ": expected the columns Content and EventId");
      }
      for (List<String> row = rows.next(); row != null; row = rows.next()) {
        lines.add(row.get(content));
        truth.add(row.get(event));
      }
    }
    return GroupingScore.of(lines.templates(), truth);
  }

  private static void print(
      PrintWriter out, Map<String, GroupingScore> templates, Map<String, SessionSet> sessions) {
    if (!templates.isEmpty()) {
      out.println("templates                lines  found   true      GA     FGA");
      templates.forEach(
          (name, s) ->
              out.printf(
                  Locale.ROOT,
                  "%-22s %7d %6d %6d  %.4f  %.4f%n",
                  name,
                  s.lines(),
                  s.templates(),
                  s.trueTemplates(),
                  s.ga(),
                  s.fga()));
      out.printf(Locale.ROOT, "%-44s  %.4f  %.4f%n", "mean", meanGa(templates), meanFga(templates));
    }
    sessions.forEach(
        (name, set) -> {
          out.println("sessions of " + name + "      learned judged  precision recall  F1");
          line(out, "learned from normal ones", set.learnFromNormal());
          line(out, "half held back", set.heldBack());
          line(out, "learned from all", set.learnFromAll());
        });
  }

  private static void line(PrintWriter out, String how, SessionScore score) {
    out.printf(
        Locale.ROOT,
        "  %-26s %6d %6d  %.4f    %.4f  %.4f%n",
        how,
        score.learned(),
        score.judged(),
        score.precision(),
        score.recall(),
        score.f1());
  }

  private static String json(
      Map<String, GroupingScore> templates, Map<String, SessionSet> sessions) {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    if (!templates.isEmpty()) {
      ObjectNode node = answer.putObject("templates");
      node.put("ga", meanGa(templates)).put("fga", meanFga(templates));
      ObjectNode systems = node.putObject("systems");
      templates.forEach(
          (name, s) ->
              systems
                  .putObject(name)
                  .put("lines", s.lines())
                  .put("templates", s.templates())
                  .put("true_templates", s.trueTemplates())
                  .put("ga", s.ga())
                  .put("fga", s.fga()));
    }
    if (!sessions.isEmpty()) {
      ObjectNode node = answer.putObject("sessions");
      sessions.forEach(
          (name, set) -> {
            ObjectNode one = node.putObject(name);
            put(one.putObject("learned_from_normal"), set.learnFromNormal());
            put(one.putObject("half_held_back"), set.heldBack());
            put(one.putObject("learned_from_all"), set.learnFromAll());
          });
    }
    return answer.toString();
  }

  private static void put(ObjectNode node, SessionScore score) {
    node.put("learned", score.learned())
        .put("judged", score.judged())
        .put("true_positives", score.truePositives())
        .put("false_positives", score.falsePositives())
        .put("false_negatives", score.falseNegatives())
        .put("precision", score.precision())
        .put("recall", score.recall())
        .put("f1", score.f1());
  }

  private static double meanGa(Map<String, GroupingScore> templates) {
    return templates.values().stream().mapToDouble(GroupingScore::ga).average().orElseThrow();
  }

  private static double meanFga(Map<String, GroupingScore> templates) {
    return templates.values().stream().mapToDouble(GroupingScore::fga).average().orElseThrow();
  }
}
