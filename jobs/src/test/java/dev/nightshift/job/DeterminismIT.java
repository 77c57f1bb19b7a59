package dev.nightshift.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Incident;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.job.config.ControlSettings;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.job.operator.IncidentOptions;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.telemetry.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The whole topology on bounded data, with all that a job file can switch on: the same telemetry
 * gives the same incidents and the same requests, whatever the parallelism, the order of arrival
 * and the pace of the watermark.
 */
@Tag("slow")
class DeterminismIT {

  private static final long DISORDER = 4_000;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  /**
   * What has to be the same.
   *
   * @param incidents last snapshot by id, as text: state, cause, confidence, title, entities, each
   *     move with its time
   * @param requests key, action, target, fault type
   * @param anomalies id, phase and time
   * @param diagnoses as they are, with every word and weight of their evidence
   */
  private record Night(
      Map<String, String> incidents,
      Set<String> requests,
      Set<String> anomalies,
      Set<String> diagnoses) {}

  @Test
  void theSameTelemetryGivesTheSameNight() throws Exception {
    Night alone = run(1, 1, true);

    assertThat(alone.incidents()).hasSize(1);
    assertThat(alone.incidents().values())
        .allSatisfy(
            incident ->
                assertThat(incident).contains("REMEDIATING", "demo.shop/orders", "memory_leak"));
    assertThat(alone.requests()).hasSize(1);
    assertThat(alone.requests().iterator().next()).contains("restart demo.shop/orders");
    assertThat(alone.diagnoses())
        .as("services were asked")
        .anySatisfy(
            diagnosis ->
                assertThat(diagnosis)
                    .contains("\"kind\": \"metric\"")
                    .contains("process.memory.usage is 9.000e+08 where"));
    assertThat(run(4, 2, true)).as("four tasks, another order").isEqualTo(alone);
    assertThat(run(4, 3, false)).as("a watermark that jumps").isEqualTo(alone);
    assertThat(run(1, 4, false)).as("the same in one task").isEqualTo(alone);
  }

  private static Night run(int parallelism, long seed, boolean watermarks) throws Exception {
    BoundedTopology told =
        BoundedTopology.run(
            SmallShop.signals(seed, DISORDER), times(watermarks), settings(), parallelism);
    return new Night(
        newest(told.incidents()),
        requests(told.requests()),
        anomalies(told.anomalies()),
        told.diagnoses().stream()
            .map(Diagnosis::toString)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static WatermarkStrategy<Signal> times(boolean watermarks) {
    return watermarks
        ? WatermarkStrategy.forGenerator(context -> new EachEvent())
        : WatermarkStrategy.forGenerator(context -> new Jumping());
  }

  /** A watermark behind every signal. */
  private static final class EachEvent implements WatermarkGenerator<Signal> {
    @Override
    public void onEvent(Signal event, long timestamp, WatermarkOutput output) {
      output.emitWatermark(new Watermark(timestamp - DISORDER - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Every signal brings its own.
    }
  }

  /** A watermark now and then: minutes of event time pass at once. */
  private static final class Jumping implements WatermarkGenerator<Signal> {
    private int events;

    @Override
    public void onEvent(Signal event, long timestamp, WatermarkOutput output) {
      events++;
      if (events % 1_000 == 0) {
        output.emitWatermark(new Watermark(timestamp - DISORDER - 1));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Only now and then.
    }
  }

  private static NightshiftTopology.Settings settings() throws Exception {
    return new NightshiftTopology.Settings(
        new FeatureOptions(10_000, 720, false, Duration.ofDays(1)),
        new DetectorOptions(null, 2, 3, Duration.ofDays(1)),
        List.of(SmallShop.model()),
        new SmallShop.Scorers(),
        16,
        10,
        20_000,
        DeclaredCalls.NONE,
        true,
        PatternLibrary.shipped(),
        ControlSettings.NOBODY,
        new IncidentOptions(
            "shop.yaml", Files.readString(Path.of("policies/shop.yaml")), IncidentSettings.DEFAULT),
        1);
  }

  private static Map<String, String> newest(List<Incident> snapshots) {
    Map<String, Incident> newest = new TreeMap<>();
    snapshots.forEach(
        incident ->
            newest.merge(
                incident.getId(),
                incident,
                (one, other) -> one.getRevision() > other.getRevision() ? one : other));
    Map<String, String> told = new TreeMap<>();
    newest.forEach((id, incident) -> told.put(id, tell(incident)));
    return told;
  }

  private static String tell(Incident incident) {
    StringBuilder text = new StringBuilder();
    text.append(incident.getState()).append(' ');
    text.append(incident.getRootCause()).append(' ').append(incident.getFaultType()).append(' ');
    text.append(incident.getConfidence()).append(" ").append(incident.getTitle()).append(" ");
    text.append(new TreeSet<>(incident.getEntities())).append(' ');
    text.append(new TreeSet<>(incident.getAnomalies()));
    incident
        .getHistory()
        .forEach(row -> text.append('\n').append(row.getAt()).append(' ').append(row.getTo()));
    return text.toString();
  }

  private static Set<String> requests(List<ActionRequest> requests) {
    Set<String> told = new TreeSet<>();
    requests.forEach(
        request ->
            told.add(
                String.join(
                    " ",
                    request.getKey(),
                    request.getAction(),
                    request.getTarget(),
                    request.getFaultType())));
    return told;
  }

  private static Set<String> anomalies(List<Anomaly> anomalies) {
    Set<String> told = new TreeSet<>();
    anomalies.forEach(
        anomaly ->
            told.add(anomaly.getId() + " " + anomaly.getPhase() + " " + anomaly.getUpdated()));
    return told;
  }
}
