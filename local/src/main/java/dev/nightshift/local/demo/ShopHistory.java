package dev.nightshift.local.demo;

import dev.nightshift.codec.DecodeLimits;
import dev.nightshift.codec.MalformedTelemetryException;
import dev.nightshift.codec.OtlpFormat;
import dev.nightshift.codec.OtlpLogsDecoder;
import dev.nightshift.codec.OtlpMetricsDecoder;
import dev.nightshift.codec.OtlpSpansDecoder;
import dev.nightshift.codec.TelemetryProblem;
import dev.nightshift.feature.AssemblerLimits;
import dev.nightshift.feature.AssemblerState;
import dev.nightshift.feature.DefaultFeatures;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureAssembler;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.FeaturePlan;
import dev.nightshift.feature.FeatureSet;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.feature.template.TemplateMiner;
import dev.nightshift.local.shop.ShopRunner;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.telemetry.Topics;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Signal;
import dev.nightshift.training.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the features of the healthy shop look like: its telemetry, with harmless events but without
 * faults, through the same decoders and the same feature assembly as in the job.
 */
final class ShopHistory {

  private static final long STEP_MILLIS = 10_000;
  private static final long NO_CLOCK = Long.MAX_VALUE / 2;

  /** Spans and logs are exported at most so much after they happened. */
  private static final long LATENESS_MILLIS = 10_000;

  private final FeaturePlan plan =
      FeaturePlan.of(
          List.of(
              new FeatureSet(
                  "history",
                  new EntitySelector("*", "*", "*"),
                  STEP_MILLIS,
                  1,
                  DefaultFeatures.SERVICE)));
  private final FeatureAssembler assembler =
      new FeatureAssembler(AssemblerLimits.DEFAULT.withMaxOpenSteps(1_000));
  private final TemplateMiner miner = new TemplateMiner();
  private final Map<Entity, AssemblerState> states = new HashMap<>();
  private final Map<Entity, MinerState> templates = new HashMap<>();
  private final Map<Entity, List<FeatureWindow>> windows = new TreeMap<>(ShopHistory::byKey);
  private final OtlpMetricsDecoder metrics =
      new OtlpMetricsDecoder(OtlpFormat.PROTOBUF, DecodeLimits.DEFAULT);
  private final OtlpSpansDecoder spans =
      new OtlpSpansDecoder(OtlpFormat.PROTOBUF, DecodeLimits.DEFAULT);
  private final OtlpLogsDecoder logs =
      new OtlpLogsDecoder(OtlpFormat.PROTOBUF, DecodeLimits.DEFAULT);
  private long newest;

  private ShopHistory() {}

  private static int byKey(Entity one, Entity other) {
    return one.key().compareTo(other.key());
  }

  /**
   * Simulates the healthy shop.
   *
   * @return one series an entity
   */
  static List<Series> simulate(long seed, long startMillis, Duration duration) {
    ShopHistory history = new ShopHistory();
    ShopSimulation simulation =
        new ShopSimulation(
            seed, startMillis, FaultSchedule.of(seed, duration).withoutFaults(), ShopListener.NONE);
    new ShopRunner(
            simulation,
            seed,
            (topic, key, payload) -> history.take(topic, payload),
            Double.POSITIVE_INFINITY,
            duration)
        .run();
    history.advance(history.newest);
    return history.series();
  }

  private void take(String topic, byte[] payload) {
    try {
      switch (topic) {
        case Topics.METRICS ->
            metrics.decode(
                payload, NO_CLOCK, point -> signal(Signal.of(point)), ShopHistory::refuse);
        case Topics.SPANS ->
            spans.decode(payload, NO_CLOCK, span -> signal(Signal.of(span)), ShopHistory::refuse);
        case Topics.LOGS ->
            logs.decode(
                payload,
                NO_CLOCK,
                entry -> signal(Signal.of(entry)),
                change -> {},
                ShopHistory::refuse);
        default -> throw new IllegalStateException("the shop sends nothing to " + topic);
      }
    } catch (MalformedTelemetryException e) {
      throw new IllegalStateException("the shop sends broken telemetry", e);
    }
    advance(newest - LATENESS_MILLIS);
  }

  private static void refuse(TelemetryProblem problem) {
    throw new IllegalStateException("the shop sends broken telemetry: " + problem);
  }

  private void signal(Signal signal) {
    newest = Math.max(newest, signal.timeMillis());
    AssemblerState state = states.computeIfAbsent(signal.entity(), e -> new AssemblerState());
    if (signal.metric() != null) {
      assembler.accept(state, plan, signal.metric(), NO_CLOCK);
    } else if (signal.span() != null) {
      assembler.accept(state, plan, signal.span(), NO_CLOCK);
    } else {
      MinerState mined = templates.computeIfAbsent(signal.entity(), e -> new MinerState());
      boolean isNew = miner.match(mined, signal.log().body()).isNew();
      assembler.accept(state, plan, signal.log(), isNew, NO_CLOCK);
    }
  }

  private void advance(long watermark) {
    states.forEach(
        (entity, state) ->
            assembler.advance(
                state,
                plan,
                watermark,
                window -> windows.computeIfAbsent(entity, e -> new ArrayList<>()).add(window)));
  }

  private List<Series> series() {
    List<String> names = DefaultFeatures.SERVICE.stream().map(FeatureDefinition::name).toList();
    List<Series> all = new ArrayList<>();
    windows.forEach(
        (entity, steps) ->
            all.add(
                Series.normal(
                    entity,
                    STEP_MILLIS,
                    names,
                    steps.stream().mapToLong(FeatureWindow::stepEnd).toArray(),
                    steps.stream().map(FeatureWindow::values).toArray(float[][]::new))));
    return all;
  }
}
