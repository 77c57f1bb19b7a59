package dev.nightshift.feature;

import java.io.Serializable;
import java.util.List;

/**
 * The features that one model asks for, and which entities it is about.
 *
 * @param model {@code name@version} of the model that asks
 * @param selector which entities
 * @param stepMillis length of one step; steps are aligned to the epoch
 * @param window steps that the model sees at once, W
 * @param features in the model's order, F of them
 * @param ownRulers whether each entity's values are placed on its own {@link Ruler}, so that one
 *     model serves entities of different sizes; else they are in their own units
 */
public record FeatureSet(
    String model,
    EntitySelector selector,
    long stepMillis,
    int window,
    List<FeatureDefinition> features,
    boolean ownRulers)
    implements Serializable {

  /** Values in their own units. */
  public FeatureSet(
      String model,
      EntitySelector selector,
      long stepMillis,
      int window,
      List<FeatureDefinition> features) {
    this(model, selector, stepMillis, window, features, false);
  }
}
