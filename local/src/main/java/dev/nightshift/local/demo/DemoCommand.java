package dev.nightshift.local.demo;

import dev.nightshift.local.cli.DurationConverter;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.world.ShopBlueprint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
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
      "  nightshift demo --json | tail -1            the figures as one JSON object",
      "  nightshift demo --seeds 20 --json           twenty nights of twenty shops at the same time"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final int MOST_SEEDS = 100;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Which night (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "So many nights, from --seed on: each a shop of its own, all watched by one job at the same time."
              + " All six kinds of faults, then two faults at once. Without retraining.")
  private Integer seeds;

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
    if (seeds != null && (seeds < 1 || seeds > MOST_SEEDS)) {
      throw new UserException("--seeds has to be from 1 to " + MOST_SEEDS);
    }
    PrintWriter out = spec.commandLine().getOut();
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    List<Night> nights;
    DemoView view;
    if (seeds == null) {
      DemoScreen screen = new DemoScreen(out, ansi);
      nights = List.of(night(screen));
      view = screen;
    } else {
      nights = nights();
      view = new NightsScreen(out, ansi);
    }
    boolean train = !noTrain && !noHeal && seeds == null;
    new DemoRun(
            new DemoOptions(seed, nights.size(), speed, duration, !noHeal, train, directory),
            nights,
            view)
        .run();
    Map<Long, NightFigures> figures = new TreeMap<>();
    nights.forEach(night -> figures.put(night.seed(), night.figures()));
    NightFigures total = NightFigures.total(List.copyOf(figures.values()));
    if (seeds != null) {
      nights.forEach(night -> night.shortfalls().forEach(out::println));
    }
    view.line(FiguresReport.table(total));
    if (json) {
      out.println(seeds == null ? FiguresReport.json(total) : FiguresReport.json(figures, total));
      out.flush();
    }
    return total.faults() > 0 && total.healedUnaided() == 0 && !noHeal
        ? ExitCode.SOFTWARE
        : ExitCode.OK;
  }

  private Night night(ShopListener listener) {
    return new Night(
        ShopBlueprint.NAMESPACE,
        seed,
        start(duration),
        duration,
        FaultSchedule.of(seed, duration),
        listener);
  }

  /** Shops of one job live in one time: whoever lagged behind the others would always be late. */
  private List<Night> nights() {
    List<FaultSchedule> schedules =
        LongStream.range(seed, seed + seeds).mapToObj(FaultSchedule::withTwoAtOnce).toList();
    Duration longest =
        schedules.stream().map(FaultSchedule::length).max(Duration::compareTo).orElseThrow();
    long start = start(longest);
    return IntStream.range(0, seeds)
        .mapToObj(
            number ->
                new Night(
                    ShopBlueprint.NAMESPACE + "-" + (number + 1),
                    seed + number,
                    start,
                    schedules.get(number).length(),
                    schedules.get(number),
                    ShopListener.NONE))
        .toList();
  }

  /** A night ends about now, so that no time stamp lies in the future. */
  private static long start(Duration length) {
    return Clock.systemUTC().millis() / 10_000 * 10_000 - length.toMillis();
  }
}
