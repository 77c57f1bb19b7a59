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
 */
public record FeatureWindow(
    Entity entity, String model, long stepEnd, int steps, float[] values, String[] featureNames) {

  public int features() {
    return values.length / steps;
  }
}
