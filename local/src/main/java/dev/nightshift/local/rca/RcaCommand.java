package dev.nightshift.local.rca;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nightshift.local.cli.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift rca}: which entity was the cause of a recorded problem, and why. */
@Command(
    name = "rca",
    mixinStandardHelpOptions = true,
    description = {
      "Ranks the root causes of recorded problems, by the job's own operators, with evidence.",
      "PATH is a case: metric/, trace_*.csv and log_*.csv (Nezha); metrics.csv and target.json",
      "(PetShop); or metrics.csv with a time column and columns <service>_<metric>, and beside it",
      "spans.csv, logs.csv, graph.csv or graph.json, and events.jsonl where there are such.",
      "Recordings without a problem in faultfree* or noissue beside it are used as well.",
      "Where cases carry labels, the figures say how often the right cause came first, whether",
      "confidences kept their promise, and how often nothing was blamed in normal operation."
    },
    footer = {
      "",
      "Examples:",
      "  nightshift rca cases/checkout-down",
      "  nightshift rca cases --directory --baseline all",
      "  nightshift rca my-case --onset 2024-01-31T09:30:00Z --json"
    })
public final class RcaCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "a case, or a directory of cases")
  private Path path;

  @Option(names = "--directory", description = "PATH holds cases, at any depth up to four")
  private boolean directory;

  @Option(
      names = "--onset",
      paramLabel = "TIME",
      description =
          "since when something is wrong: ISO time or seconds since the epoch"
              + " (default: what the case says, else told from its telemetry)")
  private String onset;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "also rank plainly, for comparison: ${COMPLETION-CANDIDATES}")
  private PlainRanking.Choice baseline;

  @Option(
      names = "--normal-times",
      defaultValue = "12",
      paramLabel = "N",
      description =
          "with --directory, ask so often about recordings without a problem, for each symptom"
              + " (default: ${DEFAULT-VALUE}; 0: never)")
  private int normalTimes;

  @Option(
      names = "--parallelism",
      defaultValue = "2",
      paramLabel = "N",
      description = "of the operators (default: ${DEFAULT-VALUE}); the answer is the same")
  private int parallelism;

  @Option(names = "--json", description = "the result as one JSON object on the last line")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<RecordedCase> cases = CaseLayouts.find(path, directory, onsetMillis());
    CaseRun run = new CaseRun(parallelism);
    List<Ranked> ranked =
        run.rank(cases, done -> err.println(done + " of " + cases.size() + " cases"));
    List<RecordedCase> quiet = directory ? NormalTimes.of(cases, normalTimes) : List.of();
    List<Ranked> normal =
        run.rank(quiet, done -> err.println(done + " of " + quiet.size() + " normal times"));
    List<RcaReport.Ranking> rankings = new ArrayList<>();
    rankings.add(new RcaReport.Ranking("nightshift", ranked));
    if (baseline != null) {
      for (PlainRanking plain : baseline.rankings()) {
        List<Ranked> plainly = new ArrayList<>();
        for (Ranked own : ranked) {
          plainly.add(plain.rank(own.recorded()));
        }
        rankings.add(new RcaReport.Ranking(plain.title(), plainly));
      }
    }
    print(RcaReport.of(rankings, normal), out);
    return 0;
  }

  private void print(RcaReport report, PrintWriter out) throws JsonProcessingException {
    report.lines(directory).forEach(out::println);
    if (json) {
      out.println(report.json());
    }
    out.flush();
  }

  private Long onsetMillis() {
    if (onset == null) {
      return null;
    }
    try {
      return onset.matches("\\d+(\\.\\d+)?")
          ? (long) (Double.parseDouble(onset) * 1000)
          : Instant.parse(onset).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new UserException(
          "--onset is an ISO time (2024-01-31T09:30:00Z) or seconds since the epoch, not '"
              + onset
              + "'.",
          e);
    }
  }
}
