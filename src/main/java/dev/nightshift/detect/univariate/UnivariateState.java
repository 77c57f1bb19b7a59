package dev.nightshift.detect.univariate;

/**
 * What a {@link UnivariateScorer} remembers of one series. A POJO, empty when new; it grows with
 * what was seen to about 250 kB.
 */
public final class UnivariateState {

  /** Name of the feature whose values these are; null when new. */
  public String feature;

  /** Values seen, missing ones not counted. */
  public long steps;

  /** Ring of the newest values; {@link #steps} modulo its length is the next place. */
  public float[] recent = {};

  /** Exponential means of the values over 5,000 and 2,000 steps; plain means until then. */
  public double slow;

  public double overall;

  /** Exponential mean of each part of the day; NaN where none was seen. */
  public float[] profile = {};

  /** Rings of the measures' newest values, one row for each {@link Measure}: see {@link Tails}. */
  public float[][] history = {};

  /** Filled and next place of each ring, and values since the last fit. */
  public int filled;

  public int next;
  public int sinceFit;

  /** Where each measure's tail begins, and the mean excess above. */
  public float[] tailStart = {};

  public float[] tailExcess = {};

  /** Forgets the series. */
  void clear() {
    steps = 0;
    recent = new float[0];
    profile = new float[0];
    history = new float[0][];
    filled = 0;
    next = 0;
    sinceFit = 0;
  }
}
