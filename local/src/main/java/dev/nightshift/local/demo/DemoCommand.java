package dev.nightshift.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.local.cli.DurationConverter;
import dev.nightshift.local.cli.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A night in the simulated shop: things break, and Nightshift repairs them. */
@Command(
    name = "demo",
    description =
        "A night in a simulated shop of twelve services: things break, Nightshift notices, finds the cause,"
            + " repairs it and checks the repair. Kafka, PostgreSQL and Flink run inside this process.",
    footer = {
      "",
      "Examples:",
      "  nightshift demo                             half an hour of the shop in three minutes",
      "  nightshift demo --seed 7 --duration 60m     another, longer night",
      "  nightshift demo --no-heal                   the same night with Nightshift only watching",
      "  nightshift demo --json | tail -1            the figures as one JSON object"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Duration SHORTEST = Duration.ofMinutes(10);

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Which night (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--speed",
      defaultValue = "10",
      description = "Simulated seconds a second (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--duration",
      defaultValue = "32m",
      converter = DurationConverter.class,
      description = "Simulated length, at least 10m (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Option(names = "--no-heal", description = "Only observe: say what would be done.")
  private boolean noHeal;

  @Option(names = "--no-train", description = "Leave out the retraining on the way.")
  private boolean noTrain;

  @Option(names = "--json", description = "Print the figures as one JSON object in the last line.")
  private boolean json;

  @Option(
      names = "--dir",
      defaultValue = ".nightshift",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (duration.compareTo(SHORTEST) < 0 || !(speed > 0) || speed > 100) {
      throw new UserException("--duration has to be at least 10m and --speed above 0, at most 100");
    }
    PrintWriter out = spec.commandLine().getOut();
    DemoScreen screen = new DemoScreen(out, spec.commandLine().getColorScheme().ansi());
    DemoSummary summary =
        new DemoRun(
                new DemoOptions(seed, speed, duration, !noHeal, !noTrain && !noHeal, directory),
                screen)
            .run();
    screen.line(table(summary));
    if (json) {
      out.println(json(summary));
      out.flush();
    }
    return summary.faults() > 0 && summary.healedUnaided() == 0 && !noHeal
        ? ExitCode.SOFTWARE
        : ExitCode.OK;
  }

  private static String table(DemoSummary summary) {
    return """

    @|bold The night in figures|@ @|faint (counted by the simulation)|@
      faults                 %d
      detected               %d
      diagnosed right        %d
      healed without people  %d (%.0f %%)
      false or extra incidents %d
      wrong actions          %d of %d, %d doubled, %d beyond limits
      time to detect         %s (median, shop time)
      time to heal           %s
      the same faults unhealed %s
    """
        .formatted(
            summary.faults(),
            summary.detected(),
            summary.diagnosedRight(),
            summary.healedUnaided(),
            summary.healedUnaidedShare() * 100,
            summary.falseIncidents() + summary.extraIncidents(),
            summary.wrongActions(),
            summary.actions(),
            summary.duplicateActions(),
            summary.limitViolations(),
            time(summary.secondsToDetect()),
            time(summary.secondsToHeal()),
            time(summary.secondsUnhealed()));
  }

  private static String time(double seconds) {
    if (Double.isNaN(seconds)) {
      return "-";
    }
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String json(DemoSummary summary) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("faults", summary.faults());
    node.put("detected", summary.detected());
    node.put("diagnosed_right", summary.diagnosedRight());
    node.put("healed_unaided", summary.healedUnaided());
    number(node, "healed_unaided_share", summary.healedUnaidedShare());
    node.put("false_incidents", summary.falseIncidents());
    node.put("extra_incidents", summary.extraIncidents());
    number(node, "median_seconds_to_detect", summary.secondsToDetect());
    number(node, "median_seconds_to_heal", summary.secondsToHeal());
    number(node, "median_seconds_unhealed", summary.secondsUnhealed());
    node.put("actions", summary.actions());
    node.put("wrong_actions", summary.wrongActions());
    node.put("duplicate_actions", summary.duplicateActions());
    node.put("limit_violations", summary.limitViolations());
    return mapper.writeValueAsString(node);
  }

  /** JSON has no NaN. */
  private static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}
