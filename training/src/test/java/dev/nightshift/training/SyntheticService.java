package dev.nightshift.training;

import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.SignalType;
import dev.nightshift.feature.Transform;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.training.Series.StepKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A made-up service: load swings, cpu and latency follow it, errors and restarts are rare. */
final class SyntheticService {

  static final long STEP = 10_000;
  static final Entity ENTITY = Entity.service("demo.shop", "orders");
  static final List<FeatureDefinition> FEATURES =
      List.of(
          metric("cpu", "process.cpu.utilization", Aggregation.MEAN, Transform.NONE),
          metric("memory", "process.memory.usage", Aggregation.MEAN, Transform.NONE),
          metric("restarts", "k8s.container.restart.count", Aggregation.INCREASE, Transform.NONE),
          span("request_rate", Aggregation.RATE, Transform.LOG1P),
          span("error_ratio", Aggregation.ERROR_RATIO, Transform.NONE),
          span("latency_p99", Aggregation.P99, Transform.LOG1P),
          metric("cache_hit_ratio", "cache.hit.ratio", Aggregation.MEAN, Transform.NONE));

  /** What is wrong from the middle of the anomaly's stretch on. */
  enum Fault {
    NONE,
    CPU,
    LEAK,
    ERRORS,
    LATENCY,
    RESTARTS
  }

  private SyntheticService() {}

  static List<String> names() {
    return FEATURES.stream().map(FeatureDefinition::name).toList();
  }

  /** A history in which the steps from {@code onset} on are faulty and marked as such. */
  static Series series(int steps, long seed, Fault fault, int onset) {
    Random random = new Random(seed);
    long[] ends = new long[steps];
    float[][] values = new float[steps][];
    StepKind[] kinds = new StepKind[steps];
    Arrays.fill(kinds, StepKind.NORMAL);
    for (int i = 0; i < steps; i++) {
      ends[i] = 1_700_000_000_000L + i * STEP;
      boolean faulty = fault != Fault.NONE && i >= onset;
      values[i] = step(random, i, faulty ? fault : Fault.NONE, i - onset);
      kinds[i] = faulty ? StepKind.ANOMALY : StepKind.NORMAL;
    }
    return new Series(ENTITY, STEP, names(), ends, values, kinds);
  }

  private static float[] step(Random random, int i, Fault fault, int age) {
    double load = 50 + 20 * Math.sin(i / 60.0) + 3 * random.nextGaussian();
    double cpu = 0.1 + load / 250 + 0.01 * random.nextGaussian();
    double memory = 300e6 + 4e6 * random.nextGaussian();
    double errors = random.nextInt(40) == 0 ? 0.01 : 0;
    double latency = 20 + load / 2 + 2 * random.nextGaussian();
    double restarts = 0;
    switch (fault) {
      case CPU -> cpu += 0.35;
      case LEAK -> memory += age * 3e6;
      case ERRORS -> errors += 0.15;
      case LATENCY -> latency *= 3;
      case RESTARTS -> restarts = 1;
      case NONE -> {}
    }
    // One value in fifty is lost; there is no cache.
    return new float[] {
      random.nextInt(50) == 0 ? Float.NaN : (float) cpu,
      (float) memory,
      (float) restarts,
      (float) Math.log1p(load),
      (float) errors,
      (float) Math.log1p(latency),
      Float.NaN
    };
  }

  private static FeatureDefinition metric(String name, String metric, Aggregation a, Transform t) {
    return new FeatureDefinition(name, SignalType.METRIC, metric, Map.of(), a, t);
  }

  private static FeatureDefinition span(String name, Aggregation a, Transform t) {
    return new FeatureDefinition(name, SignalType.SPAN, "", Map.of(), a, t);
  }
}
