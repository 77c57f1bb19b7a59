package dev.nightshift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.detect.forecast.ForecastSettings;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.feature.DefaultFeatures;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.job.config.ControlSettings;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.job.operator.IncidentOptions;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole topology: a slow leak becomes an incident and a request before its limit is hit. */
@Tag("slow")
class PredictedIncidentIT {

  private static final long START = 1_700_000_040_000L;
  private static final long MINUTE = 60_000;
  private static final int QUIET = 300;
  private static final int LEAK = 300;
  private static final int SEEN = 270;
  private static final float LIMIT = 1e9f;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private record Told(List<String> predicted, List<String> requests) {}

  @Test
  void aLeakIsAnsweredBeforeItsLimitIsHitWhateverTheParallelism() throws Exception {
    Told alone = run(1);

    assertThat(alone.predicted()).hasSize(1);
    assertThat(alone.predicted().get(0)).startsWith("demo.shop/orders memory_exhaustion");
    assertThat(alone.requests()).isNotEmpty();
    assertThat(alone.requests().get(0)).startsWith("restart demo.shop/orders memory_exhaustion");
    assertThat(run(4)).isEqualTo(alone);
  }

  private static Told run(int parallelism) throws Exception {
    BoundedTopology told =
        BoundedTopology.run(
            signals(),
            WatermarkStrategy.forGenerator(context -> new EachEvent()),
            settings(),
            parallelism);
    return new Told(
        told.incidents().stream()
            .filter(incident -> incident.getKind().equals("predicted"))
            .filter(incident -> !incident.getRootCause().isEmpty())
            .peek(
                incident ->
                    assertThat(incident.getOpenedAt())
                        .isBetween(START + QUIET * MINUTE, START + (QUIET + LEAK - 30) * MINUTE))
            .map(
                incident ->
                    incident.getRootCause()
                        + " "
                        + incident.getFaultType()
                        + " "
                        + incident.getId())
            .distinct()
            .toList(),
        told.requests().stream()
            .map(
                r ->
                    r.getAction() + " " + r.getTarget() + " " + r.getFaultType() + " " + r.getKey())
            .sorted()
            .toList());
  }

  /**
   * Memory of two services, one of which leaks; the last half hour before the limit is not seen.
   */
  private static List<Signal> signals() {
    Random random = new Random(7);
    List<Signal> signals = new ArrayList<>();
    for (int minute = 0; minute < QUIET + SEEN; minute++) {
      double leaked = Math.max(0, minute - QUIET) / (double) LEAK;
      signals.add(memory("orders", minute, 2e8 + 8e8 * leaked + 2e6 * random.nextGaussian()));
      signals.add(memory("payment", minute, 6e8 + 2e6 * random.nextGaussian()));
    }
    return signals;
  }

  private static Signal memory(String service, int minute, double value) {
    return Signal.of(
        new MetricPoint(
            Entity.service("demo.shop", service),
            "process.memory.usage",
            Map.of(),
            MetricKind.GAUGE,
            0,
            START + minute * MINUTE + 5_000,
            value,
            null));
  }

  private static NightshiftTopology.Settings settings() throws Exception {
    ForecastRule memory =
        new ForecastRule(
            "memory",
            DefaultFeatures.SERVICE.get(1),
            null,
            LIMIT,
            new EntitySelector("*", "*", "*"),
            ForecastSettings.rising(MINUTE, 4 * 60 * MINUTE));
    return new NightshiftTopology.Settings(
        new FeatureOptions(10_000, 720, false, Duration.ofDays(1), List.of(memory)),
        new DetectorOptions(1e-9, 31, 3, Duration.ofDays(1)),
        List.of(),
        new SmallShop.Scorers(),
        16,
        0,
        20_000,
        DeclaredCalls.NONE,
        false,
        PatternLibrary.shipped(),
        ControlSettings.NOBODY,
        new IncidentOptions(
            "shop.yaml", Files.readString(Path.of("policies/shop.yaml")), IncidentSettings.DEFAULT),
        1);
  }

  /** A watermark behind every signal. */
  private static final class EachEvent implements WatermarkGenerator<Signal> {
    @Override
    public void onEvent(Signal event, long timestamp, WatermarkOutput output) {
      output.emitWatermark(new Watermark(timestamp - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Every signal brings its own.
    }
  }
}
