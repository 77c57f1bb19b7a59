package dev.nightshift.local.backtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.local.cli.DurationConverter;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.local.replay.ReplayLayouts;
import dev.nightshift.local.replay.ReplayOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code nightshift backtest}: what a job would have detected, diagnosed and done in a recording.
 */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the job of JOBFILE over recorded telemetry, acting on nothing, and tells what it would",
      "have noticed, blamed and done, and which limits would have stopped what. Needs neither Kafka",
      "nor a database. PATH is what 'nightshift replay' reads: files of the OpenTelemetry",
      "Collector's file exporter (JSON or protobuf), CSV of metrics, or a directory of a known layout."
    },
    footer = {
      "",
      "Examples:",
      "  nightshift backtest jobs/observe.yaml recordings/last-night",
      "  nightshift backtest jobs/shop.yaml night.jsonl.gz --report reports/night",
      "  nightshift backtest jobs/shop.yaml night --policies bold.yaml --compare",
      "  nightshift backtest jobs/replay.yaml metrics.csv --step 60s --json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the recording was run to its end, whatever was found",
      "1:job file, policies, models or recording are wrong; the terminal says what and where",
      "2:wrong usage"
    })
public final class BacktestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "JOBFILE", description = "the job to run")
  private Path jobFile;

  @Parameters(index = "1", paramLabel = "PATH", description = "the recording")
  private Path path;

  @Option(
      names = "--policies",
      paramLabel = "FILE",
      description = "decide by these instead of the job file's own")
  private Path policies;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "detect with the models of this store instead of the job file's own")
  private Path models;

  @Option(
      names = "--compare",
      description = "with --policies or --models: also as the job file has it, side by side")
  private boolean compare;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "write "
              + HtmlReport.FILE
              + " there: the story with a picture of the time; with --compare both, side by side")
  private Path report;

  @Option(
      names = "--action-takes",
      defaultValue = "30s",
      converter = DurationConverter.class,
      paramLabel = "DURATION",
      description = "how long an action counts as under way, for limits (default: 30s)")
  private Duration actionTakes;

  @Option(
      names = "--start",
      defaultValue = "2024-01-01T00:00:00Z",
      paramLabel = "ISO",
      description = "time of the first row where the recording has none")
  private String start;

  @Option(
      names = "--step",
      defaultValue = "60s",
      converter = DurationConverter.class,
      paramLabel = "DURATION",
      description = "between rows where the recording has no times (default: 60s)")
  private Duration step;

  @Option(
      names = "--system",
      defaultValue = "",
      paramLabel = "NAME",
      description = "system of the entities of tables; default replay.<data set>")
  private String system;

  @Option(names = "--json", description = "the result as one JSON object on the last line")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (compare && policies == null && models == null) {
      throw new ParameterException(
          spec.commandLine(), "--compare needs --policies or --models: what to compare with");
    }
    if (actionTakes.isNegative() || actionTakes.isZero() || step.isNegative() || step.isZero()) {
      throw new ParameterException(
          spec.commandLine(), "--action-takes and --step must be longer than 0");
    }
    JobFile own = JobFile.load(jobFile);
    JobFile tried = tried(own);
    ReplayOptions options = new ReplayOptions(startMillis(), step.toMillis(), system, "test");
    // What is no recording is found before a cluster is started for it.
    ReplayLayouts.open(path, options).close();
    BacktestRun backtest = new BacktestRun(path, options, actionTakes);
    Findings before = compare ? run(backtest, own, "as the job file has it") : null;
    Findings findings = run(backtest, tried, compare ? "instead" : "reading");
    if (findings.signals() == 0) {
      throw new UserException(
          path
              + " holds nothing that this job could use; refused: "
              + (findings.refused().isEmpty() ? "nothing" : Story.counts(findings.refused()))
              + "; items of kinds that no source of the job file reads: "
              + findings.skipped());
    }
    String title = "Backtest of " + jobFile + " over " + path;
    PrintWriter out = out();
    List<String> lines =
        compare
            ? new Comparison(before, findings).lines()
            : new Story(findings).lines(title, actionTakes);
    lines.forEach(out::println);
    if (report != null) {
      out.println();
      String page =
          compare
              ? HtmlReport.of(title, before, findings, actionTakes)
              : HtmlReport.of(title, findings, actionTakes);
      out.println("report: " + HtmlReport.write(report, page));
    }
    if (json) {
      out.println(json(before, findings));
    }
    out.flush();
    return 0;
  }

  private ObjectNode json(Findings before, Findings findings) {
    ObjectNode told = ReportJson.of(findings, actionTakes);
    if (before != null) {
      told.set("as_the_job_file_has_it", ReportJson.of(before, actionTakes));
    }
    return told;
  }

  private JobFile tried(JobFile own) {
    JobFile tried = own;
    if (policies != null) {
      if (!Files.isRegularFile(policies)) {
        throw new UserException("There is no file of policies " + policies + ".");
      }
      tried = tried.withPolicies(policies.toAbsolutePath().normalize().toUri());
    }
    if (models != null) {
      if (!Files.isDirectory(models)) {
        throw new UserException("There is no model store " + models + ": it is a directory.");
      }
      tried = tried.withModels(models.toAbsolutePath().toUri());
    }
    return tried;
  }

  private Findings run(BacktestRun backtest, JobFile job, String word) throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return backtest.run(
          job,
          progress -> {
            err.printf(
                Locale.ROOT,
                "%s: %,d signals, %s%s%n",
                word,
                progress.signals(),
                progress.signals() == 0 ? "-" : Story.moment(progress.reachedMillis()),
                progress.done() ? ", read to the end" : "");
            err.flush();
          });
    } catch (RuntimeException e) {
      // The job failed on a task: what a person can mend is what the reader says.
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      if (root instanceof IOException reading) {
        throw new UserException("The recording cannot be read: " + reading.getMessage(), e);
      }
      throw e;
    }
  }

  private long startMillis() {
    try {
      return Instant.parse(start).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(), "--start: '" + start + "' is not like 2024-01-01T00:00:00Z", e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
