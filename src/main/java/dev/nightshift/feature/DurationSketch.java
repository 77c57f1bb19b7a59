package dev.nightshift.feature;

import java.util.Arrays;

/**
 * Quantiles of positive numbers in bounded space: counts in buckets whose bounds grow by a constant
 * factor, so that every quantile is within 2 % of a value at that rank (Masson, Rim and Lee,
 * "DDSketch", VLDB 2019). Range 1e-4 to 1e8 (of milliseconds: 0.1 µs to a day); values outside
 * count at its ends. At most 692 counts, only the span in use is kept. The order of additions does
 * not matter. Mutable; a POJO for keyed state.
 */
public class DurationSketch {

  private static final double ERROR = 0.02;
  private static final double GAMMA = (1 + ERROR) / (1 - ERROR);
  private static final double LOG_GAMMA = Math.log(GAMMA);
  private static final int LOWEST = (int) Math.ceil(Math.log(1e-4) / LOG_GAMMA);
  private static final int HIGHEST = (int) Math.ceil(Math.log(1e8) / LOG_GAMMA);

  /** Index of the bucket that {@code counts[0]} is about. */
  public int offset;

  public int[] counts = new int[0];

  public DurationSketch() {}

  public void add(double value) {
    add(index(value), 1);
  }

  public void add(DurationSketch other) {
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] > 0) {
        add(other.offset + i, other.counts[i]);
      }
    }
  }

  /**
   * @param q in [0, 1]
   * @return NaN if nothing was added
   */
  public double quantile(double q) {
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    if (total == 0) {
      return Double.NaN;
    }
    long rank = (long) Math.floor(q * (total - 1));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen > rank) {
        return 2 * Math.pow(GAMMA, offset + i) / (GAMMA + 1);
      }
    }
    throw new IllegalStateException("rank " + rank + " of " + total);
  }

  private static int index(double value) {
    if (!(value > 0)) {
      return LOWEST;
    }
    return Math.max(LOWEST, Math.min(HIGHEST, (int) Math.ceil(Math.log(value) / LOG_GAMMA)));
  }

  private void add(int index, int count) {
    if (counts.length == 0) {
      offset = index;
      counts = new int[] {count};
      return;
    }
    if (index < offset) {
      int[] wider = new int[counts.length + offset - index];
      System.arraycopy(counts, 0, wider, offset - index, counts.length);
      counts = wider;
      offset = index;
    } else if (index >= offset + counts.length) {
      counts = Arrays.copyOf(counts, index - offset + 1);
    }
    counts[index - offset] += count;
  }
}
