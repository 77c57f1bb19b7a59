package dev.nightshift.local.forecast;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.detect.forecast.ForecastSettings;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.local.forecast.drives.DriveEvaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds the forecaster against straight lines. */
@Command(
    name = "evaluate-forecast",
    description = {
      "Runs the job's own forecaster, with one configuration, over simulated resources that leak or only"
          + " look like it, beside the straight lines that Prometheus' predict_linear draws through one"
          + " hour and through six; with --recorded over recorded series that never run out; with"
          + " --drives over the SMART counts of drives that failed or did not.",
      "",
      "Foreseen is an exhaustion whose alarm came at least 10 minutes before it and was on within the last"
          + " 30. Lead is the median time from alarm to exhaustion. An alarm before anything leaks is false."
    },
    footer = {
      "",
      "Examples:",
      "  nightshift evaluate-forecast",
      "  nightshift evaluate-forecast --seeds 5 --json | tail -1",
      "  nightshift evaluate-forecast --recorded smd",
      "  nightshift evaluate-forecast --drives drives_startstop.csv.gz"
    })
public final class EvaluateForecastCommand implements Callable<Integer> {

  private static final long MINUTE = 60_000;
  private static final int HORIZON = 240;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Series of each kind (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first of them (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--recorded",
      paramLabel = "DIR",
      description =
          "A folder with NAME/test.csv (gzipped or not), steps of a minute. Each column gets a limit of its"
              + " greatest value and a tenth of its range, which it never reaches: each alarm is false.")
  private Path recorded;

  @Option(
      names = "--drives",
      paramLabel = "FILE",
      description = "Drives in start-stop form: serial_number, tstart, tstop, fails, smart_*.")
  private Path drives;

  @Option(
      names = "--within",
      paramLabel = "HOURS",
      defaultValue = "720",
      description =
          "Power-on hours within which a drive's failure counts (default: ${DEFAULT-VALUE}).")
  private double within;

  @Option(names = "--json", description = "The last line is one object with the figures.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (seeds < 1) {
      throw new UserException("--seeds has to be at least 1, found " + seeds + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode summary = new ObjectMapper().createObjectNode();
    if (drives != null) {
      drives(out, summary);
    } else if (recorded != null) {
      recorded(out, summary);
    } else {
      simulated(out, summary);
    }
    if (json) {
      out.println(summary);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Map<String, Supplier<AlarmSource>> methods() {
    Map<String, Supplier<AlarmSource>> methods = new LinkedHashMap<>();
    methods.put(
        "forecast", () -> new RobustForecast(ForecastSettings.rising(MINUTE, HORIZON * MINUTE)));
    methods.put("line 1 h, for 5 min", () -> new StraightLine(60, HORIZON, 5));
    methods.put("line 6 h, for 1 h", () -> new StraightLine(360, HORIZON, 60));
    return methods;
  }

  private void simulated(PrintWriter out, ObjectNode summary) {
    PrintWriter err = spec.commandLine().getErr();
    methods()
        .forEach(
            (name, method) -> {
              Map<SimulatedSeries.Kind, ForecastFigures> kinds =
                  new EnumMap<>(SimulatedSeries.Kind.class);
              ForecastFigures all = new ForecastFigures();
              for (SimulatedSeries.Kind kind : SimulatedSeries.Kind.values()) {
                err.printf("\r%s: %-50s", name, kind.text);
                err.flush();
                ForecastFigures figures = new ForecastFigures();
                for (int i = 0; i < seeds; i++) {
                  figures.run(SimulatedSeries.of(kind, seed + i), method.get());
                }
                kinds.put(kind, figures);
                all.add(figures);
              }
              err.printf("\r%70s\r", "");
              err.flush();
              out.printf("%n%-52s %9s %10s %10s%n", name, "foreseen", "lead min", "false/day");
              kinds.forEach((kind, figures) -> row(out, kind.text, figures));
              row(out, "all", all);
              put(summary, name, all);
            });
  }

  private static void row(PrintWriter out, String name, ForecastFigures figures) {
    out.printf(
        Locale.ROOT,
        "%-52s %9s %10s %10.3f%n",
        name,
        figures.exhaustions == 0 ? "-" : figures.foreseen + "/" + figures.exhaustions,
        figures.leads.isEmpty() ? "-" : String.format(Locale.ROOT, "%.0f", figures.medianLead()),
        figures.falseAlarmsPerDay());
  }

  private static void put(ObjectNode summary, String name, ForecastFigures figures) {
    ObjectNode node = summary.putObject(name);
    node.put("exhaustions", figures.exhaustions);
    node.put("foreseen", figures.foreseen);
    node.put("median_lead_minutes", figures.medianLead());
    node.put("false_alarms_per_day", figures.falseAlarmsPerDay());
  }

  private void recorded(PrintWriter out, ObjectNode summary) throws IOException {
    if (!Files.isDirectory(recorded)) {
      throw new UserException(recorded + " is no folder; expected one with NAME/test.csv in it.");
    }
    out.printf("%-52s %12s %14s%n", "recorded", "series", "false/day each");
    for (Map.Entry<String, Supplier<AlarmSource>> method : methods().entrySet()) {
      ForecastFigures figures = new ForecastFigures();
      int columns = RecordedSeries.run(recorded, method.getValue(), figures);
      out.printf(
          Locale.ROOT,
          "%-52s %12d %14.4f%n",
          method.getKey(),
          columns,
          figures.falseAlarmsPerDay());
      put(summary, method.getKey(), figures);
    }
  }

  private void drives(PrintWriter out, ObjectNode summary) throws IOException {
    if (!Files.isRegularFile(drives)) {
      throw new UserException("There is no file " + drives + ".");
    }
    out.printf("%-52s %12s %8s %9s%n", "drives", "concordance", "AUC-PR", "detected");
    DriveEvaluation.run(drives, within)
        .forEach(
            (name, figures) -> {
              out.printf(
                  Locale.ROOT,
                  "%-52s %12.3f %8.3f %9.3f%n",
                  name,
                  figures.get("concordance"),
                  figures.get("auc_pr"),
                  figures.get("detected"));
              ObjectNode node = summary.putObject(name);
              figures.forEach((figure, value) -> node.put(figure, value));
            });
    out.printf("detected: at most 1 %% of the drives without failure ever above the threshold%n");
  }
}
