package dev.nightshift.feature;

import dev.nightshift.telemetry.Distribution;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import java.util.Arrays;

/**
 * The points of one series in one open step. Every number but the mean's rounding is independent of
 * the order of arrival. A POJO for keyed state.
 */
public class PointAccumulator {

  private static final int MAX_DELTAS = 64;

  public long count;
  public double sum;
  public double min = Double.POSITIVE_INFINITY;
  public double max = Double.NEGATIVE_INFINITY;
  public double last;
  public long lastMillis = Long.MIN_VALUE;

  /** Of cumulative series; else null. */
  public CumulativePoints cumulative;

  /** Times of the delta points added, by which a point delivered twice is known; else null. */
  public long[] deltaTimes;

  /** Sum of the delta histograms; else null. */
  public Distribution delta;

  public PointAccumulator() {}

  /** Adds a point of the kind that this series has. */
  Admission add(MetricPoint point) {
    MetricKind kind = point.kind();
    if (kind == MetricKind.CUMULATIVE_SUM || kind == MetricKind.CUMULATIVE_HISTOGRAM) {
      if (cumulative == null) {
        cumulative = new CumulativePoints();
      }
      if (!cumulative.add(point)) {
        return Admission.TOO_MANY_POINTS;
      }
    } else if (kind == MetricKind.DELTA_SUM || kind == MetricKind.DELTA_HISTOGRAM) {
      Admission admission = admitDelta(point.timeMillis());
      if (admission != Admission.ACCEPTED) {
        return admission;
      }
      if (point.distribution() != null) {
        delta = delta == null ? point.distribution() : sum(delta, point.distribution());
      }
    } else if (point.timeMillis() == lastMillis && point.value() == last) {
      return Admission.DUPLICATE;
    }
    if (!kind.isHistogram()) {
      addValue(point.timeMillis(), point.value());
    } else {
      count++;
    }
    return Admission.ACCEPTED;
  }

  private void addValue(long timeMillis, double value) {
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (timeMillis > lastMillis || (timeMillis == lastMillis && value > last)) {
      lastMillis = timeMillis;
      last = value;
    }
  }

  private Admission admitDelta(long timeMillis) {
    int n = deltaTimes == null ? 0 : deltaTimes.length;
    for (int i = 0; i < n; i++) {
      if (deltaTimes[i] == timeMillis) {
        return Admission.DUPLICATE;
      }
    }
    // Beyond the bound a repetition cannot be told any more; losing an amount would be worse.
    if (n < MAX_DELTAS) {
      deltaTimes = n == 0 ? new long[] {timeMillis} : Arrays.copyOf(deltaTimes, n + 1);
      deltaTimes[n] = timeMillis;
    }
    return Admission.ACCEPTED;
  }

  private static Distribution sum(Distribution left, Distribution right) {
    if (Arrays.equals(left.bounds(), right.bounds())) {
      long[] counts = left.counts().clone();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += right.counts()[i];
      }
      return new Distribution(
          left.count() + right.count(), left.sum() + right.sum(), left.bounds(), counts);
    }
    Buckets both = Buckets.of(left).plus(Buckets.of(right));
    long[] counts = new long[both.counts.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.round(both.counts[i]);
    }
    return new Distribution(Math.round(both.count), both.sum, both.bounds, counts);
  }
}
