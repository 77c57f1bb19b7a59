package dev.nightshift.feature;

import dev.nightshift.feature.FeaturePlan.PlannedFeature;
import dev.nightshift.feature.StepView.SeriesStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The features of an entity that no model is about: each of its metrics (gauges by their mean,
 * counters by their rate, histograms by their 99th percentile under {@code name.p99}), then the
 * default features of spans and logs if it sends such. The list changes only after a new one has
 * been the same for a while, since whoever learns from it begins anew with each change. Steps
 * without data do not count: a metric exported every five minutes is as regular as any.
 */
final class AutoFeatures {

  private static final int MAX_METRICS = 64;
  private static final int MAX_TRACKED = 256;
  private static final int STABLE_STEPS = 12;

  /** A metric unseen for so many steps with data is not expected any more. */
  private static final int FORGET_STEPS = 60;

  private static final int MIN_SEEN = 2;
  private static final String P99 = ".p99";

  private AutoFeatures() {}

  /** Takes in a step; changes the list of features if a new one has been stable. */
  static void observe(AutoState auto, AssemblerState state, StepView step) {
    if (step.isSilent()) {
      return;
    }
    auto.steps++;
    for (Map.Entry<String, List<SeriesStep>> entry : step.byName().entrySet()) {
      AutoState.Metric metric = auto.metrics.get(entry.getKey());
      if (metric == null) {
        if (auto.metrics.size() >= MAX_TRACKED) {
          continue;
        }
        metric = new AutoState.Metric();
        auto.metrics.put(entry.getKey(), metric);
      }
      metric.kind = entry.getValue().get(0).series().kind;
      metric.last = auto.steps;
      metric.seen++;
    }
    List<String> candidate = candidate(auto, state);
    auto.stable = candidate.equals(auto.candidate) ? auto.stable + 1 : 1;
    auto.candidate = candidate;
    if (auto.stable >= STABLE_STEPS && !candidate.equals(auto.frozen)) {
      auto.frozen = candidate;
    }
  }

  /** The features in force. */
  static List<PlannedFeature> features(AutoState auto) {
    List<PlannedFeature> features = new ArrayList<>(auto.frozen.size());
    for (String name : auto.frozen) {
      features.add(PlannedFeature.of(definition(auto, name)));
    }
    return features;
  }

  private static List<String> candidate(AutoState auto, AssemblerState state) {
    auto.metrics
        .entrySet()
        .removeIf(
            e ->
                auto.steps - e.getValue().last > FORGET_STEPS
                    && !auto.frozen.contains(e.getKey())
                    && !auto.frozen.contains(e.getKey() + P99));
    List<String> names = new ArrayList<>();
    auto.metrics.forEach(
        (name, metric) -> {
          if (metric.seen >= MIN_SEEN && auto.steps - metric.last <= FORGET_STEPS) {
            names.add(metric.kind.isHistogram() ? name + P99 : name);
          }
        });
    names.sort(null);
    List<String> candidate =
        new ArrayList<>(names.size() > MAX_METRICS ? names.subList(0, MAX_METRICS) : names);
    for (FeatureDefinition definition : DefaultFeatures.SERVICE) {
      boolean seen =
          switch (definition.signal()) {
            case METRIC -> false;
            case SPAN -> !state.spanKinds.isEmpty();
            case LOG -> state.logsSeen;
          };
      if (seen && !candidate.contains(definition.name())) {
        candidate.add(definition.name());
      }
    }
    return candidate;
  }

  private static FeatureDefinition definition(AutoState auto, String name) {
    AutoState.Metric metric = auto.metrics.get(name);
    if (metric != null && !metric.kind.isHistogram()) {
      boolean counter = metric.kind.isCounter();
      return define(name, name, counter ? Aggregation.RATE : Aggregation.MEAN);
    }
    String histogram = name.endsWith(P99) ? name.substring(0, name.length() - P99.length()) : name;
    if (auto.metrics.containsKey(histogram)) {
      return define(name, histogram, Aggregation.P99);
    }
    for (FeatureDefinition definition : DefaultFeatures.SERVICE) {
      if (definition.name().equals(name)) {
        return definition;
      }
    }
    throw new IllegalStateException("no definition of " + name);
  }

  private static FeatureDefinition define(String name, String metric, Aggregation aggregation) {
    return new FeatureDefinition(
        name, SignalType.METRIC, metric, Map.of(), aggregation, Transform.NONE);
  }
}
