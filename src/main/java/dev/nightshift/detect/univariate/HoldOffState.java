package dev.nightshift.detect.univariate;

/** What a {@link HoldOff} remembers of one series. A POJO; empty when new. */
public final class HoldOffState {

  /** Scores taken. */
  public long steps;

  /** Number of the step that was told last, and its score; 0 before the first. */
  public long toldAt;

  public float told;

  /** What of the newest score was told. */
  public float newest;
}
