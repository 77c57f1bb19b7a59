package dev.nightshift.detect;

/**
 * What was decided about one step of one entity.
 *
 * @param entity key of the entity
 * @param model {@code name@version} whose score it was, or the name of the streaming detector
 * @param stepEnd end of the step, exclusive, milliseconds since the epoch
 * @param score higher is stranger
 * @param told what of the score is news: all of it, or nothing while what a single series said
 *     before holds it back
 * @param threshold that the score was held against, from before it was learned; positive infinity
 *     while the threshold warms up
 * @param deviation of the features by their own rulers, see {@link FeatureDeviations}; NaN where it
 *     is not watched
 * @param deviationLimit that it was held against; NaN likewise
 * @param anomalous whether an anomaly is open after this step
 */
public record Judgement(
    String entity,
    String model,
    long stepEnd,
    float score,
    float told,
    float threshold,
    float deviation,
    float deviationLimit,
    boolean anomalous) {}
