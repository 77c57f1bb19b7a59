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
 * @param values of all features at the newest step, in the model's order, where there are so many
 *     that they are watched singly, see {@link FeatureDeviations}; else empty. NaN if missing
 * @param names of those features, the model's own array, in some steps only: see {@link
 *     #bringsNames}
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
    Calibration calibration,
    float[] values,
    String[] names) {

  private static final float[] NONE = {};
  private static final String[] NO_NAMES = {};

  /** Twice before the rulers of single features mean something. */
  private static final int STEPS_PER_NAMES = 30;

  public Score {
    // Scores that an earlier release left in a checkpoint have none.
    values = values == null ? NONE : values;
    names = names == null ? NO_NAMES : names;
  }

  /** Of an entity whose features are not watched singly. */
  public Score(
      Entity entity,
      String model,
      boolean champion,
      long stepEnd,
      long stepMillis,
      float score,
      String[] topFeatures,
      float[] topErrors,
      float[] topValues,
      Calibration calibration) {
    this(
        entity,
        model,
        champion,
        stepEnd,
        stepMillis,
        score,
        topFeatures,
        topErrors,
        topValues,
        calibration,
        NONE,
        NO_NAMES);
  }

  /** Whether an entity has so many features that a score has to bring all of their values. */
  public static boolean needsValues(int features) {
    return features >= FeatureDeviations.FEWEST_FEATURES;
  }

  /**
   * Whether a score that brings all values brings their names too. Names are the same in every
   * step, and dozens of them cost more to send than all the rest; the detector keeps them. By event
   * time, so that a replay does the same.
   */
  public static boolean bringsNames(long stepEnd, long stepMillis) {
    return stepEnd / stepMillis % STEPS_PER_NAMES == 0;
  }
}
