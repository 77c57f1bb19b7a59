package dev.nightshift.detect;

/**
 * What {@link FeatureDeviations} remembers of one entity: four numbers per feature. A POJO; empty
 * when new.
 */
public final class DeviationState {

  /** {@code name@version} of the model whose features these are; null before the first step. */
  public String model;

  /** The model's features, in its order; empty until a score brings their names. */
  public String[] names = {};

  /** Steps learned. */
  public int steps;

  /** Running median of each feature. */
  public float[] centre = {};

  /** Running mean of its distance from the median. */
  public float[] mean = {};

  /** Running 99 % quantile of that distance. */
  public float[] tail = {};

  /** Largest such distance, slowly forgotten. */
  public float[] widest = {};

  /** Slow mean of the combined deviation. */
  public float level;

  /** Combined deviation of the newest step, and what it was held against; for people. */
  public float newest = Float.NaN;

  public float newestLimit = Float.NaN;
}
