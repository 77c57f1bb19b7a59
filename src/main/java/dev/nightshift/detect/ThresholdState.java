package dev.nightshift.detect;

/**
 * What an {@link AdaptiveThreshold} remembers of one entity. A flat POJO of at most {@code warmUp +
 * maxExcesses} floats; empty when new.
 */
public final class ThresholdState {

  /** {@code name@version} whose scores these are; null before the first. */
  public String model;

  /** False while the first scores are still collected. */
  public boolean ready;

  /** Scores of the warm-up or of a calibration's trial, {@link #buffered} of them. */
  public float[] buffer = {};

  public int buffered;

  /** Trial scores above the calibration's threshold; -1 when the trial is over. */
  public int trialAlarms = -1;

  /** Where the tail begins, in scores without drift. */
  public double initial;

  /** Ring of the newest excesses over {@link #initial}. */
  public float[] excesses = {};

  public int excessCount;
  public int excessNext;
  public int newExcesses;

  /** Forgetting counts of all learned scores and of those in the tail. */
  public double observed;

  public double inTail;

  /** Generalized Pareto distribution of the excesses. */
  public double scale;

  public double shape;

  /** Distance of the threshold from {@link #initial}, before feedback. */
  public double reach;

  /** Slow mean of the scores, and what it was when learning began: the difference is the drift. */
  public double level;

  public double reference;
  public long levelCount;

  /** When the next score is of, milliseconds since the epoch; 0 if nobody says. */
  public long time;

  /** Hours of the day; null until a score says when it is of. */
  public SeasonState season;

  /** Feedback: more than 1 is less touchy. */
  public double factor = 1.0;

  /** What {@link #factor} moved before this step; for people. */
  public int adjustments;
}
