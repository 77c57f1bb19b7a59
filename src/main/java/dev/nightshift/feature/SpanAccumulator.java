package dev.nightshift.feature;

/** Spans of one kind in one open step; durations in milliseconds. A POJO for keyed state. */
public class SpanAccumulator {

  public long count;
  public long errors;
  public double sum;
  public double min = Double.POSITIVE_INFINITY;
  public double max = Double.NEGATIVE_INFINITY;
  public double last;
  public long lastNanos = Long.MIN_VALUE;
  public DurationSketch durations = new DurationSketch();

  public SpanAccumulator() {}

  void add(double durationMillis, long endNanos, boolean error) {
    count++;
    errors += error ? 1 : 0;
    sum += durationMillis;
    min = Math.min(min, durationMillis);
    max = Math.max(max, durationMillis);
    newest(durationMillis, endNanos);
    durations.add(durationMillis);
  }

  void add(SpanAccumulator other) {
    count += other.count;
    errors += other.errors;
    sum += other.sum;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    newest(other.last, other.lastNanos);
    durations.add(other.durations);
  }

  private void newest(double durationMillis, long endNanos) {
    if (endNanos > lastNanos || (endNanos == lastNanos && durationMillis > last)) {
      lastNanos = endNanos;
      last = durationMillis;
    }
  }
}
