package dev.nightshift.telemetry;

/** What the numbers of a metric mean, after the OpenTelemetry metrics data model. */
public enum MetricKind {
  /** A value as it stands; also non-monotonic cumulative sums. */
  GAUGE,
  /** A monotonic sum since {@code startMillis}: resets to zero when its process restarts. */
  CUMULATIVE_SUM,
  /** What was added since the previous point. */
  DELTA_SUM,
  /** Buckets since {@code startMillis}. */
  CUMULATIVE_HISTOGRAM,
  /** Buckets since the previous point. */
  DELTA_HISTOGRAM;

  /** A monotonic sum. */
  public boolean isCounter() {
    return this == CUMULATIVE_SUM || this == DELTA_SUM;
  }

  public boolean isHistogram() {
    return this == CUMULATIVE_HISTOGRAM || this == DELTA_HISTOGRAM;
  }
}
