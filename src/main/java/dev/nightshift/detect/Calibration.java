package dev.nightshift.detect;

import java.io.Serializable;

/**
 * The tail of a model's score on held-back normal data: a generalized Pareto distribution above an
 * initial threshold (Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD
 * 2017). It lets the adaptive threshold of an entity begin where the training ended.
 *
 * @param initial score at the initial (usually 98 %) quantile
 * @param exceedanceShare share of scores above {@code initial}
 * @param scale sigma of the generalized Pareto distribution
 * @param shape gamma of the generalized Pareto distribution
 * @param samples number of scores that this was fitted on
 */
public record Calibration(
    float initial, float exceedanceShare, float scale, float shape, int samples)
    implements Serializable {}
