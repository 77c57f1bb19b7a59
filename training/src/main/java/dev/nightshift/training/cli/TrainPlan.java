package dev.nightshift.training.cli;

import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.SignalType;
import dev.nightshift.models.LoadedModel;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.training.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One model to make: its name, the entities that it is for, the histories that it learns from.
 *
 * @param name entity key (or system) with dots for slashes
 */
record TrainPlan(String name, EntitySelector selector, List<Series> series) {

  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

  /** One model for each entity. */
  static List<TrainPlan> perEntity(Collection<Series> all) {
    return all.stream().map(series -> forEntity(series.entity(), List.of(series))).toList();
  }

  /** One model for each system, that all of its entities share. */
  static List<TrainPlan> perSystem(Collection<Series> all) {
    Map<String, List<Series>> bySystem =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    series -> series.entity().system(), TreeMap::new, Collectors.toList()));
    List<TrainPlan> plans = new ArrayList<>();
    bySystem.forEach(
        (system, series) ->
            plans.add(
                series.size() == 1
                    ? forEntity(series.get(0).entity(), series)
                    : new TrainPlan(safe(system), new EntitySelector(system, "*", "*"), series)));
    return plans;
  }

  /** Whether several entities share it: each is then measured by its own ruler. */
  boolean isShared() {
    return series.size() > 1;
  }

  private static TrainPlan forEntity(Entity entity, List<Series> series) {
    return new TrainPlan(
        safe(entity.key()),
        new EntitySelector(entity.system(), entity.service(), entity.instance()),
        series);
  }

  private static String safe(String key) {
    return UNSAFE.matcher(key.replace('/', '.')).replaceAll("_");
  }

  /**
   * What the features of the histories are made from: as the champion defines them, else as is
   * usual, else a gauge of the same name.
   */
  List<FeatureDefinition> features(List<FeatureDefinition> usual, LoadedModel champion) {
    Map<String, FeatureDefinition> known = new LinkedHashMap<>();
    usual.forEach(feature -> known.put(feature.name(), feature));
    if (champion != null) {
      champion.manifest().features().forEach(feature -> known.put(feature.name(), feature));
    }
    return series.stream()
        .flatMap(one -> one.features().stream())
        .distinct()
        .map(name -> known.getOrDefault(name, gauge(name)))
        .toList();
  }

  private static FeatureDefinition gauge(String name) {
    return new FeatureDefinition(name, SignalType.METRIC, name, Map.of(), Aggregation.MEAN, null);
  }
}
