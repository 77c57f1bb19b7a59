package dev.nightshift.learn;

import dev.nightshift.detect.ThresholdState;

/**
 * What a {@link ScoreComparer} remembers of one entity that two models score. A POJO of constant
 * size.
 */
public final class ComparedScores {

  public Side champion = new Side();
  public Side challenger = new Side();

  /** Length of a step; 0 before the first score. */
  public long stepMillis;

  /** One model's newest scores. */
  public static final class Side {

    /** {@code name@version}; empty before the first score. */
    public String model = "";

    /** The model's own threshold, independent of the one that raises anomalies. */
    public ThresholdState threshold = new ThresholdState();

    /** Index of the newest step: its end divided by its length. */
    public long newest;

    /** Score over threshold of the newest steps, by step modulo length; NaN where there is none. */
    public float[] ratios = {};
  }
}
