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
 * @param newest [F] values of the newest step in their own units, where {@code values} are placed
 *     on the entity's {@link Ruler rulers}; else null
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
    float[] newest,
    boolean champion) {

  /** Of the streaming detector's windows. */
  public static final String NO_MODEL = "";

  /** A window whose score counts. */
  public FeatureWindow(
      Entity entity, String model, long stepEnd, int steps, float[] values, String[] featureNames) {
    this(entity, model, stepEnd, steps, values, featureNames, null, true);
  }

  /** The same window for a model that is only compared. */
  public FeatureWindow compared() {
    return new FeatureWindow(entity, model, stepEnd, steps, values, featureNames, newest, false);
  }

  /** The same window, scored by another model of the same features. */
  public FeatureWindow scoredBy(String other) {
    return new FeatureWindow(entity, other, stepEnd, steps, values, featureNames, newest, champion);
  }

  /** The same window with the names that a manifest had: for the streaming detector. */
  public FeatureWindow named(String[] names) {
    return new FeatureWindow(entity, model, stepEnd, steps, values, names, newest, champion);
  }

  /** Whether its model has to be waited for: the entity's rulers have not settled yet. */
  public boolean waitsForRulers() {
    return featureNames != null && !model.isEmpty();
  }

  /** The newest step of a window that is placed on rulers, as it was. */
  public FeatureWindow inOwnUnits() {
    return new FeatureWindow(entity, model, stepEnd, 1, newest, null, null, champion);
  }

  public int features() {
    return values.length / steps;
  }

  /** A feature's value at the newest step, in its own unit; NaN for missing. */
  public float newestValue(int feature) {
    return newest == null ? values[values.length - features() + feature] : newest[feature];
  }
}
