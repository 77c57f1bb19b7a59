package dev.nightshift.local.nab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.detect.univariate.UnivariateScorer;
import dev.nightshift.local.nab.NabScorer.Result;
import dev.nightshift.local.nab.NabScorer.SeriesResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the Numenta Anomaly Benchmark. */
@Command(
    name = "evaluate-nab",
    description = {
      "Runs the Numenta Anomaly Benchmark through the job's own detection of services without a model,"
          + " and prints its three scores: 0 is silence, 100 finds every window at its left edge.",
      "",
      "As in the benchmark, a score is taken at the one threshold for all files that is best for the profile;"
          + " beside it stand the score at the detector's own fixed threshold, which knows no labels,"
          + " and that of the anomalies which the job itself opens."
    },
    footer = {
      "",
      "Examples:",
      "  nightshift evaluate-nab nab",
      "  nightshift evaluate-nab nab --json | tail -1"
    })
public final class EvaluateNabCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      description =
          "Holds data/CATEGORY/NAME.csv (or .csv.gz), windows.json and profiles.json, as the benchmark has them.")
  private Path directory;

  @Option(names = "--json", description = "The last line is one object with the scores by profile.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    NabCorpus corpus = NabCorpus.read(directory);
    NabDetector detector = new NabDetector();
    List<double[]> scores = new ArrayList<>();
    List<double[]> alarms = new ArrayList<>();
    for (NabSeries series : corpus.series()) {
      err.printf("\r%d of %d files ", scores.size() + 1, corpus.series().size());
      err.flush();
      NabDetector.Verdicts verdicts = detector.run(series);
      scores.add(verdicts.scores());
      alarms.add(verdicts.alarms());
    }
    err.print("\r");
    err.flush();
    ObjectNode summary = new ObjectMapper().createObjectNode();
    StringBuilder lines = new StringBuilder();
    for (NabProfile profile : corpus.profiles()) {
      NabScorer scorer = new NabScorer(profile, corpus.series());
      Result best = scorer.optimised(scores);
      Result own = scorer.at(UnivariateScorer.ALARM, scores);
      Result opened = scorer.at(1, alarms);
      if (profile.name().equals(NabProfile.STANDARD)) {
        table(out, best);
      }
      lines.append(
          String.format(
              Locale.ROOT,
              "%-20s %6.2f at %.2f, %6.2f at the detector's own %.2f, %6.2f by the job's anomalies%n",
              profile.name(),
              best.score(),
              best.threshold(),
              own.score(),
              own.threshold(),
              opened.score()));
      summary.put(profile.name(), best.score());
      summary.put(profile.name() + "_own_threshold", own.score());
      summary.put(profile.name() + "_anomalies", opened.score());
    }
    out.println();
    out.print(lines);
    if (json) {
      out.println(summary);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void table(PrintWriter out, Result result) {
    out.printf("%-62s %7s %5s %6s %7s%n", "file", "windows", "found", "false", "score");
    Map<String, double[]> categories = new LinkedHashMap<>();
    for (SeriesResult series : result.series()) {
      NabSeries file = series.series();
      row(
          out,
          file.category() + "/" + file.name(),
          file.windows().size(),
          series.found(),
          series.falsePositives(),
          score(series.gain(), series.best()));
      double[] sums = categories.computeIfAbsent(file.category(), name -> new double[5]);
      sums[0] += file.windows().size();
      sums[1] += series.found();
      sums[2] += series.falsePositives();
      sums[3] += series.gain();
      sums[4] += series.best();
    }
    out.println();
    categories.forEach(
        (name, sums) ->
            row(out, name, (int) sums[0], (int) sums[1], (int) sums[2], score(sums[3], sums[4])));
  }

  private static void row(
      PrintWriter out, String name, int windows, int found, int falsePositives, String score) {
    out.printf("%-62s %7d %5d %6d %7s%n", name, windows, found, falsePositives, score);
  }

  private static String score(double gain, double best) {
    return best == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100 * gain / best);
  }
}
