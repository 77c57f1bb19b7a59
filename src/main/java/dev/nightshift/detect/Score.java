package dev.nightshift.detect;

import dev.nightshift.telemetry.Entity;

/**
 * How strange one window is to one model.
 *
 * @param model {@code name@version}, or the name of the streaming detector
 * @param champion whether this score counts or is only compared
 * @param stepEnd end of the newest step of the window, exclusive, milliseconds since the epoch
 * @param stepMillis length of a step
 * @param score higher is stranger; never NaN
 * @param topFeatures names of the features that contributed most, largest first, at most 8
 * @param topErrors their parts of the score
 * @param topValues their values at the newest step; NaN if missing
 * @param calibration quantiles of the score on held-back normal data that come with the model, or
 *     null: see {@link Calibration}
 */
public record Score(
    Entity entity,
    String model,
    boolean champion,
    long stepEnd,
    long stepMillis,
    float score,
    String[] topFeatures,
    float[] topErrors,
    float[] topValues,
    Calibration calibration) {}
