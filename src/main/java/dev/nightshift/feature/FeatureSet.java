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
 */
public record FeatureSet(
    String model,
    EntitySelector selector,
    long stepMillis,
    int window,
    List<FeatureDefinition> features)
    implements Serializable {}
