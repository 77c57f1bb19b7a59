package dev.nightshift.feature;

import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The feature sets in force, prepared: make one when they change, use it for all entities.
 * Immutable and thread-safe.
 */
public final class FeaturePlan {

  private static final FeaturePlan EMPTY = of(List.of(), List.of());

  private final List<Planned> sets;
  private final int id;

  private FeaturePlan(List<Planned> sets, int id) {
    this.sets = sets;
    this.id = id;
  }

  public static FeaturePlan of(List<FeatureSet> sets) {
    return of(sets, List.of());
  }

  /**
   * @param models what models ask for
   * @param others what is wanted besides, by whoever is no model: an entity that only these are
   *     about gets the features that it happens to send as well
   */
  public static FeaturePlan of(List<FeatureSet> models, List<FeatureSet> others) {
    List<Planned> planned = new ArrayList<>();
    plan(models, true, planned);
    plan(others, false, planned);
    int id = List.copyOf(models).hashCode();
    if (!others.isEmpty()) {
      id += 31 * List.copyOf(others).hashCode();
    }
    // Zero is what a fresh state says.
    return new FeaturePlan(List.copyOf(planned), id | 1);
  }

  private static void plan(List<FeatureSet> sets, boolean ofModel, List<Planned> planned) {
    for (FeatureSet set : sets) {
      if (set.stepMillis() < 1 || set.window() < 1 || set.features().isEmpty()) {
        throw new IllegalArgumentException(
            set.model() + " needs a step, a window and at least one feature");
      }
      List<PlannedFeature> features = new ArrayList<>();
      set.features().forEach(definition -> features.add(PlannedFeature.of(definition)));
      planned.add(new Planned(set, List.copyOf(features), ofModel));
    }
  }

  /** No models: every entity gets the features that it happens to send. */
  public static FeaturePlan empty() {
    return EMPTY;
  }

  /** Equal for equal sets. */
  int id() {
    return id;
  }

  List<Planned> forEntity(Entity entity) {
    List<Planned> matching = new ArrayList<>();
    for (Planned set : sets) {
      if (set.set().selector().matches(entity)) {
        matching.add(set);
      }
    }
    return matching;
  }

  /** What a feature is made from, as text; its name does not matter. */
  static String key(FeatureDefinition definition) {
    StringBuilder key = new StringBuilder();
    key.append(definition.signal().name())
        .append('|')
        .append(definition.aggregation().name())
        .append('|')
        .append(definition.transform().name())
        .append('|')
        .append(definition.metric());
    new TreeMap<>(definition.attributes())
        .forEach((k, v) -> key.append('\u0002').append(k).append('\u0003').append(v));
    return key.toString();
  }

  /** A set with its features' keys, and whether a model asks for it. */
  record Planned(FeatureSet set, List<PlannedFeature> features, boolean ofModel) {

    static boolean anyOfModel(List<Planned> sets) {
      for (Planned set : sets) {
        if (set.ofModel) {
          return true;
        }
      }
      return false;
    }
  }

  /** A definition with its key. */
  record PlannedFeature(FeatureDefinition definition, String key) {

    static PlannedFeature of(FeatureDefinition definition) {
      return new PlannedFeature(definition, FeaturePlan.key(definition));
    }
  }
}
