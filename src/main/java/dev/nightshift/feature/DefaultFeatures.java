package dev.nightshift.feature;

import java.util.List;
import java.util.Map;

/** The features that every service has, whatever it is; models, patterns and policies name them. */
public final class DefaultFeatures {

  /**
   * In this order. A feature whose signal an entity does not send is NaN. {@code memory} is in
   * bytes, latencies of spans in {@code log(1 + ms)}, {@code db_latency} in seconds, rates in
   * {@code log(1 + 1/s)}.
   */
  public static final List<FeatureDefinition> SERVICE =
      List.of(
          metric("cpu", "process.cpu.utilization", Aggregation.MEAN, Transform.NONE),
          metric("memory", "process.memory.usage", Aggregation.MEAN, Transform.NONE),
          metric("restarts", "k8s.container.restart.count", Aggregation.INCREASE, Transform.NONE),
          span("request_rate", Aggregation.RATE, Transform.LOG1P),
          span("error_ratio", Aggregation.ERROR_RATIO, Transform.NONE),
          span("latency_p50", Aggregation.P50, Transform.LOG1P),
          span("latency_p99", Aggregation.P99, Transform.LOG1P),
          log("log_rate", Aggregation.RATE, Transform.LOG1P),
          log("log_error_ratio", Aggregation.ERROR_RATIO, Transform.NONE),
          log("new_templates", Aggregation.NEW_TEMPLATES, Transform.NONE),
          metric("cache_hit_ratio", "cache.hit.ratio", Aggregation.MEAN, Transform.NONE),
          metric("db_latency", "db.client.operation.duration", Aggregation.P99, Transform.NONE));

  private DefaultFeatures() {}

  private static FeatureDefinition metric(
      String name, String metric, Aggregation aggregation, Transform transform) {
    return new FeatureDefinition(name, SignalType.METRIC, metric, Map.of(), aggregation, transform);
  }

  private static FeatureDefinition span(String name, Aggregation aggregation, Transform transform) {
    return new FeatureDefinition(name, SignalType.SPAN, "", Map.of(), aggregation, transform);
  }

  private static FeatureDefinition log(String name, Aggregation aggregation, Transform transform) {
    return new FeatureDefinition(name, SignalType.LOG, "", Map.of(), aggregation, transform);
  }
}
