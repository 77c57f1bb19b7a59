package dev.nightshift.detect;

/**
 * Running statistics of each feature of one entity: a POJO of {@code F} numbers each, empty when
 * new.
 */
public final class RobustState {

  public String[] features = {};

  /** Robust running mean; meaningless while {@code seen} is 0. */
  public float[] level = {};

  /** Robust running standard deviation. */
  public float[] spread = {};

  /** Values seen, NaN not counted. */
  public int[] seen = {};

  /** Steps seen. */
  public long steps;
}
