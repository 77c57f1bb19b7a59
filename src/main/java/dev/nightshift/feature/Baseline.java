package dev.nightshift.feature;

import dev.nightshift.telemetry.Distribution;

/**
 * The newest point of a cumulative series in the steps that are done: what increases are measured
 * from. A POJO for keyed state.
 */
public class Baseline {

  public long startMillis;
  public long timeMillis;
  public double value;

  /** Of a histogram; null for a sum. */
  public Distribution distribution;

  public Baseline() {}

  /**
   * How far a gauge rose above this point, which moves on to the step's newest.
   *
   * @return counted from zero after a fall; NaN for the first step of the series
   */
  double rise(PointAccumulator step) {
    boolean first = timeMillis == 0;
    double rise = step.last < value ? step.last : step.last - value;
    timeMillis = step.lastMillis;
    value = step.last;
    return first ? Double.NaN : rise;
  }

  /**
   * Whether a later point counts from zero again: its process started later, or it fell below.
   *
   * @param size the point's value, or its number of measurements
   */
  boolean isResetBy(long laterStartMillis, double size) {
    boolean restarted = startMillis > 0 && laterStartMillis > startMillis;
    return restarted || size < (distribution == null ? value : distribution.count());
  }
}
