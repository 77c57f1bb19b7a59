package dev.nightshift.incident;

/**
 * What a person's label means for an entity's adaptive threshold.
 *
 * @param factor above 1 makes the entity less touchy, below 1 more
 */
public record ThresholdAdjustment(String entity, double factor, String reason) {}
