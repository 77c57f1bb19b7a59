package dev.nightshift.feature;

/** How the signals of one step become one number. */
public enum Aggregation {
  /** Mean of gauge points, or of a histogram (sum over count), or of span durations (ms). */
  MEAN,
  MIN,
  MAX,
  /** The newest value in the step. */
  LAST,
  /** Sum over all series of the newest value of each; of a histogram the sum of measurements. */
  SUM,
  /**
   * Increase of a counter, number of histogram measurements, spans or logs, per second. Counters
   * and cumulative histograms: per second since their previous point, if that is longer ago than a
   * step.
   */
  RATE,
  /**
   * How far each series rose above its newest point of an earlier step, summed over all series; a
   * fall counts from zero. For what is exported as a gauge but counts (restarts): the counts of
   * instances that come and go do not hide each other.
   */
  INCREASE,
  /** Number of spans, logs or histogram measurements in the step; increase of a counter. */
  COUNT,
  /** Median; of a histogram by linear interpolation inside the bucket; of span durations in ms. */
  P50,
  P90,
  P95,
  P99,
  /** Spans with an error over all spans; logs of severity error or above over all logs. */
  ERROR_RATIO,
  /** Spans or logs with errors, per second. */
  ERROR_RATE,
  /** Log templates never seen before at this entity. */
  NEW_TEMPLATES
}
