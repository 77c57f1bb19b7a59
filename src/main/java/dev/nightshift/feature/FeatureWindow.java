package dev.nightshift.feature;

import dev.nightshift.telemetry.Entity;

/**
 * What one model sees of one entity at one step.
 *
 * @param model {@code name@version}; empty for entities without a model
 * @param stepEnd end of the newest step, exclusive, milliseconds since the epoch
 * @param steps W
 * @param values row-major [W][F], oldest step first; NaN for missing
 * @param featureNames null where the model's manifest names them; else F names (streaming detector)
 * @param champion whether its score counts, or is only compared. It is said where the windows of a
 *     step are made: they all come from one look at the roles, so that exactly one of them counts
 */
public record FeatureWindow(
    Entity entity,
    String model,
    long stepEnd,
    int steps,
    float[] values,
    String[] featureNames,
    boolean champion) {

  /** A window whose score counts. */
  public FeatureWindow(
      Entity entity, String model, long stepEnd, int steps, float[] values, String[] featureNames) {
    this(entity, model, stepEnd, steps, values, featureNames, true);
  }

  /** The same window for a model that is only compared. */
  public FeatureWindow compared() {
    return new FeatureWindow(entity, model, stepEnd, steps, values, featureNames, false);
  }

  /** The same window, scored by another model of the same features. */
  public FeatureWindow scoredBy(String other) {
    return new FeatureWindow(entity, other, stepEnd, steps, values, featureNames, champion);
  }

  /** The same window with the names that a manifest had: for the streaming detector. */
  public FeatureWindow named(String[] names) {
    return new FeatureWindow(entity, model, stepEnd, steps, values, names, champion);
  }

  public int features() {
    return values.length / steps;
  }
}
