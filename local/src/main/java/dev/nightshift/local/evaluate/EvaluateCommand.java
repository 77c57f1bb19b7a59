package dev.nightshift.local.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.local.cli.DurationConverter;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.training.baseline.BaselineDetector;
import dev.nightshift.training.evaluation.DominantLag;
import dev.nightshift.training.evaluation.Figures;
import dev.nightshift.training.evaluation.Verdicts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures detection on recorded data: the job's own operators, and baselines beside them. */
@Command(
    name = "evaluate",
    description = {
      "Measures detection on recorded data: trains a model, runs the job's own operators over the test"
          + " rows, and compares with labels where there are some.",
      "",
      "Files are CSV, gzipped or not: one row per step; a first row that is not numbers names the"
          + " features. A directory holds one folder per series, with train.csv, test.csv and"
          + " test_label.csv. With --train-rows the model learns from the first rows of the test"
          + " file alone, as TSB-AD does, and all of the test file is judged."
    },
    footer = {
      "",
      "Examples:",
      "  nightshift evaluate --train train.csv.gz --test test.csv.gz --out scores.csv",
      "  nightshift evaluate --test test.csv --train-rows 5000 --labels label.csv --out scores.csv",
      "  nightshift evaluate --directory smd --json",
      "  nightshift evaluate --directory smd --train-rows auto --baseline all",
      "  nightshift evaluate --directory asd --step 5m --leave-one-out"
    })
public final class EvaluateCommand implements Callable<Integer> {

  private static final String ALL = "all";
  private static final Duration RETENTION = Duration.ofDays(365);

  @ArgGroup(multiplicity = "1")
  private What what;

  /** One recording, or a folder of them. */
  private static final class What {
    @Option(
        names = "--directory",
        description = "Folder with a folder per series: train.csv, test.csv, test_label.csv.")
    private Path directory;

    @ArgGroup(exclusive = false)
    private One one;
  }

  /** The files of one recording. */
  private static final class One {
    @Option(names = "--test", required = true, description = "Rows to judge.")
    private Path test;

    @Option(names = "--train", description = "Rows to learn from, taken for normal.")
    private Path train;

    @Option(names = "--labels", description = "0 or 1 for each row of the test file.")
    private Path labels;

    @Option(
        names = "--out",
        description = "Where row,score,threshold,anomaly of each test row is written.")
    private Path out;
  }

  @Option(
      names = "--train-rows",
      description =
          "Learn from so many first rows of the test file; auto: a quarter, or up to 100 rows before"
              + " the first anomaly.")
  private String trainRows;

  @Option(
      names = "--step",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "Time between two rows (default: ${DEFAULT-VALUE}).")
  private Duration step;

  @Option(
      names = "--baseline",
      description =
          "Another detector in place of Nightshift: pca, knn, iforest, rcf or zscore; all: every one"
              + " beside Nightshift.")
  private String baseline;

  @Option(
      names = "--leave-one-out",
      description =
          "With --directory: each series is judged by a model of all the others, as an entity is that"
              + " joins a fleet.")
  private boolean leaveOneOut;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of baselines (1).")
  private long seed;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (step.isZero() || Duration.ofDays(1).toMillis() % step.toMillis() != 0) {
      throw new UserException("--step is " + step + "; expected a whole part of a day.");
    }
    TrainingPrefix prefix = trainRows == null ? null : TrainingPrefix.parse(trainRows);
    List<CaseFiles> cases = cases(prefix);
    Fleet fleet = leaveOneOut ? fleet(cases) : null;
    List<Detector> detectors = detectors();
    boolean labelled = cases.stream().allMatch(one -> one.labels() != null);
    List<EvaluationReport> reports =
        detectors.stream().map(detector -> new EvaluationReport(detector.name())).toList();
    int done = 0;
    for (CaseFiles files : cases) {
      EvaluationCase read = files.read(prefix);
      EvaluationCase data = fleet == null ? read : read.taughtBy(fleet.without(read));
      done++;
      for (int i = 0; i < detectors.size(); i++) {
        Figures figures = evaluate(detectors.get(i), data, done, cases.size());
        if (figures != null) {
          reports.get(i).add(data.name(), figures);
        }
      }
    }
    if (labelled) {
      print(reports);
    }
    return ExitCode.OK;
  }

  private List<CaseFiles> cases(TrainingPrefix prefix) throws IOException {
    if (what.directory != null) {
      return CaseFiles.inDirectory(what.directory, prefix == null);
    }
    if ((what.one.train == null) == (prefix == null)) {
      throw new UserException(
          "Say either --train FILE or --train-rows N: what is the model to learn from?");
    }
    if (what.one.out == null && what.one.labels == null) {
      throw new UserException(
          "Say --out FILE, --labels FILE or both: else nothing would come of it.");
    }
    return List.of(
        new CaseFiles(
            what.one.test.getFileName().toString(),
            what.one.train,
            what.one.test,
            what.one.labels));
  }

  private Fleet fleet(List<CaseFiles> cases) throws IOException {
    if (trainRows != null || baseline != null || cases.size() < 2) {
      throw new UserException(
          "--leave-one-out goes with --directory of at least two series, and without --train-rows"
              + " and --baseline: the others' training files teach, and baselines know no others.");
    }
    return Fleet.read(cases);
  }

  private List<Detector> detectors() {
    DetectorOptions options = new DetectorOptions(null, null, null, RETENTION);
    Detector ours = new JobDetector(step, options, new ProgressLine(spec.commandLine().getErr()));
    if (baseline == null) {
      return List.of(ours);
    }
    List<Detector> compared = new ArrayList<>();
    for (BaselineDetector one : BaselineDetector.values()) {
      if (baseline.equals(ALL) || baseline.equalsIgnoreCase(one.name())) {
        compared.add(new ComparedDetector(one, options.settings(), seed));
      }
    }
    if (compared.isEmpty()) {
      throw new UserException(
          "There is no baseline '"
              + baseline
              + "'; expected one of "
              + Arrays.toString(BaselineDetector.values()).toLowerCase(Locale.ROOT)
              + ", or all.");
    }
    if (baseline.equals(ALL)) {
      compared.add(0, ours);
    }
    return compared;
  }

  /**
   * @return null without labels
   */
  private Figures evaluate(Detector detector, EvaluationCase data, int number, int of)
      throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    long started = System.nanoTime();
    Verdicts verdicts = detector.run(data);
    if (what.one != null && what.one.out != null) {
      ScoreFile.write(what.one.out, verdicts);
    }
    Figures figures =
        data.labels() == null
            ? null
            : Figures.of(data.labels(), verdicts, DominantLag.of(data.test().column(0)), step);
    err.printf(
        Locale.ROOT,
        "%d of %d: %s by %s, %d + %d rows in %.1f s%s%n",
        number,
        of,
        data.name(),
        detector.name(),
        data.training().steps(),
        data.test().steps(),
        (System.nanoTime() - started) / 1e9,
        figures == null ? "" : String.format(Locale.ROOT, ", VUS-PR %.3f", figures.vusPr()));
    err.flush();
    return figures;
  }

  private void print(List<EvaluationReport> reports) {
    PrintWriter out = spec.commandLine().getOut();
    reports.forEach(report -> report.table(out));
    if (reports.size() > 1) {
      EvaluationReport.comparison(out, reports);
    }
    EvaluationReport.legend(out);
    if (json) {
      ObjectNode object =
          reports.size() == 1 ? reports.get(0).json() : EvaluationReport.json(reports);
      out.println(object);
    }
    out.flush();
  }
}
