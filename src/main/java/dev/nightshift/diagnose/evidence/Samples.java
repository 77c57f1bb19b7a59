package dev.nightshift.diagnose.evidence;

import java.util.Arrays;

/**
 * The newest values of one series with their times, in a ring that grows to its bound. A POJO; not
 * thread-safe.
 */
public final class Samples {

  private static final int FIRST = 8;

  public long[] times = new long[0];
  public float[] values = new float[0];

  /** Where the next value goes once the ring is full. */
  public int next;

  public int size;

  /** The interval last counted, and the values kept of it. */
  public long interval = Long.MIN_VALUE;

  public int inInterval;

  /** Of a cumulative series: whether any value was seen, the last sum and count, and when. */
  public boolean counted;

  public double total;
  public double count;
  public long countedAt;

  /**
   * Keeps a value.
   *
   * @param capacity of the ring
   */
  void add(long time, double value, int capacity) {
    if (size < capacity && size == times.length) {
      int grown = Math.min(capacity, Math.max(FIRST, 2 * size));
      times = Arrays.copyOf(times, grown);
      values = Arrays.copyOf(values, grown);
    }
    times[next] = time;
    values[next] = (float) value;
    size = Math.min(capacity, size + 1);
    next = (next + 1) % capacity;
  }

  /** Keeps by how much a cumulative sum grew, a second. What begins anew began at zero. */
  void addRate(long time, double sum, int capacity) {
    if (counted && time > countedAt) {
      double grown = sum >= total ? sum - total : sum;
      add(time, 1_000 * grown / (time - countedAt), capacity);
    }
    count(time, sum, 0);
  }

  /** Keeps the mean of what was added to a cumulative distribution, if anything was. */
  void addMean(long time, double sum, double number, int capacity) {
    if (counted && time > countedAt) {
      boolean anew = number < count;
      double added = anew ? number : number - count;
      if (added > 0) {
        add(time, (anew ? sum : sum - total) / added, capacity);
      }
    }
    count(time, sum, number);
  }

  private void count(long time, double sum, double number) {
    if (!counted || time > countedAt) {
      counted = true;
      total = sum;
      count = number;
      countedAt = time;
    }
  }

  /** When the newest value was seen; {@link Long#MIN_VALUE} without any. */
  long newest() {
    return size == 0 ? Long.MIN_VALUE : times[next == 0 ? size - 1 : next - 1];
  }

  /** Keeps a value unless {@code most} of the same interval were kept before. */
  void addAtMost(int most, long intervalMillis, long time, double value, int capacity) {
    long now = Math.floorDiv(time, intervalMillis);
    if (now != interval) {
      interval = now;
      inInterval = 0;
    }
    if (inInterval < most) {
      inInterval++;
      add(time, value, capacity);
    }
  }

  /** Values of {@code [from, to)}, sorted by size; those that are not finite are left out. */
  double[] between(long from, long to) {
    double[] found = new double[size];
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] >= from && times[i] < to && Float.isFinite(values[i])) {
        found[n++] = values[i];
      }
    }
    double[] sorted = Arrays.copyOf(found, n);
    Arrays.sort(sorted);
    return sorted;
  }

  /** The value at a time; NaN if there is none. */
  double at(long time) {
    for (int i = 0; i < size; i++) {
      if (times[i] == time) {
        return values[i];
      }
    }
    return Double.NaN;
  }

  /** The usual distance between values in milliseconds: the median; 0 with fewer than two. */
  long step() {
    if (size < 2) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(times, size);
    Arrays.sort(sorted);
    long[] distances = new long[size - 1];
    for (int i = 1; i < size; i++) {
      distances[i - 1] = sorted[i] - sorted[i - 1];
    }
    Arrays.sort(distances);
    return distances[distances.length / 2];
  }
}
