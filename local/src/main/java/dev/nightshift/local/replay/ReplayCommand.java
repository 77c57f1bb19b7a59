package dev.nightshift.local.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift replay}: recorded telemetry as OTLP into Kafka. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes recorded telemetry to Kafka as OTLP, in the order of event time.",
      "PATH is a CSV of metrics, a file of the OpenTelemetry Collector's file exporter (format json",
      "or proto), a directory of a known layout, or a directory of such."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all was published", "1:the recording or the broker failed", "2:wrong usage"})
public final class ReplayCommand implements Callable<Integer> {

  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "the recording")
  private Path path;

  @Option(names = "--bootstrap-servers", defaultValue = "localhost:9092", paramLabel = "HOSTS")
  private String bootstrapServers;

  @Option(
      names = "--speed",
      defaultValue = "0",
      paramLabel = "N",
      description = "event time over clock time; 0 (default) is as fast as possible")
  private double speed;

  @Option(
      names = "--start",
      defaultValue = "2024-01-01T00:00:00Z",
      paramLabel = "ISO",
      description = "time of the first row where the recording has none, or 'now'")
  private String start;

  @Option(
      names = "--step",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description = "between rows where the recording has no times: 500ms, 60s, 5m, 1h")
  private String step;

  @Option(
      names = "--system",
      defaultValue = "",
      paramLabel = "NAME",
      description = "system of the entities; default replay.<data set>")
  private String system;

  @Option(
      names = "--part",
      defaultValue = "test",
      paramLabel = "test|train",
      description = "which table of a directory that holds both")
  private String part;

  @Option(names = "--dry-run", description = "read everything, publish nothing")
  private boolean dryRun;

  @Option(
      names = "--flush",
      description = {
        "at the end, a heartbeat into every partition of the three topics, --flush-ahead after",
        "the last event: event time passes the last steps, which otherwise wait for newer data"
      })
  private boolean flush;

  @Option(names = "--flush-ahead", defaultValue = "10m", paramLabel = "DURATION")
  private String flushAhead;

  @Option(names = "--json", description = "a summary as one JSON object on the last line")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Clock clock = Clock.systemUTC();
    ReplayOptions options = new ReplayOptions(startMillis(clock), millis(step), system, part);
    long ahead = millis(flushAhead);
    if (!(speed >= 0)) {
      throw new ParameterException(spec.commandLine(), "--speed must not be negative");
    }
    ReplayProgress total;
    try (ReplayReader reader = ReplayLayouts.open(path, options);
        ReplaySink sink = dryRun ? new DryRunSink() : new KafkaReplaySink(bootstrapServers)) {
      total = new Replayer(clock, Thread::sleep, p -> report(err, p)).run(reader, sink, speed);
      if (flush && total.records() > 0) {
        Heartbeats.at(total.eventTimeMillis() + ahead).forEach(sink::publishToAllPartitions);
      }
    } catch (IOException | KafkaException e) {
      err.println("nightshift replay: " + e.getMessage());
      return 1;
    }
    summarise(total);
    return 0;
  }

  private static void report(PrintWriter err, ReplayProgress progress) {
    if (progress.records() > 0) {
      err.printf(
          Locale.ROOT,
          "%,d rows  %,d events  event time %s  %,.0f events/s%n",
          progress.rows(),
          progress.events(),
          Instant.ofEpochMilli(progress.eventTimeMillis()),
          progress.rate());
      err.flush();
    }
  }

  private void summarise(ReplayProgress total) {
    PrintWriter out = spec.commandLine().getOut();
    double seconds = total.elapsedMillis() / 1000.0;
    out.printf(
        Locale.ROOT,
        json
            ? "{\"events\":%d,\"rows\":%d,\"records\":%d,\"seconds\":%.3f,\"rate\":%.1f}%n"
            : "%d events of %d rows in %d records, %.1f s, %.0f events/s%n",
        total.events(),
        total.rows(),
        total.records(),
        seconds,
        total.rate());
    out.flush();
  }

  private long startMillis(Clock clock) {
    if (start.equals("now")) {
      return clock.millis();
    }
    try {
      return Instant.parse(start).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(), "--start: '" + start + "' is not like 2024-01-01T00:00:00Z", e);
    }
  }

  private long millis(String duration) {
    Matcher parts = DURATION.matcher(duration);
    if (!parts.matches()) {
      throw new ParameterException(
          spec.commandLine(), "'" + duration + "' is not a duration such as 500ms, 60s, 5m or 1h");
    }
    long amount = Long.parseLong(parts.group(1));
    long millis =
        switch (parts.group(2)) {
          case "ms" -> amount;
          case "s" -> Duration.ofSeconds(amount).toMillis();
          case "m" -> Duration.ofMinutes(amount).toMillis();
          default -> Duration.ofHours(amount).toMillis();
        };
    if (millis == 0) {
      throw new ParameterException(spec.commandLine(), "'" + duration + "' must be longer than 0");
    }
    return millis;
  }
}
