package dev.nightshift.feature;

import dev.nightshift.telemetry.Distribution;
import java.util.Arrays;

/**
 * Arithmetic on histograms whose bounds may differ, by way of the number of measurements at or
 * below a value. That number is exact at a histogram's own bounds and linear between them.
 * Immutable; the counts are fractions where a bucket was split.
 */
final class Buckets {

  private static final int MAX_BOUNDS = 512;

  final double[] bounds;
  final double[] counts;
  final double count;

  /** NaN where one of the parts did not record it. */
  final double sum;

  private Buckets(double[] bounds, double[] counts, double count, double sum) {
    this.bounds = bounds;
    this.counts = counts;
    this.count = count;
    this.sum = sum;
  }

  static Buckets of(Distribution distribution) {
    double[] counts = new double[distribution.counts().length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = distribution.counts()[i];
    }
    return new Buckets(distribution.bounds(), counts, distribution.count(), distribution.sum());
  }

  /** What was added since an earlier state of the same series; nothing becomes negative. */
  Buckets minus(Buckets earlier) {
    double[] counts = new double[this.counts.length];
    double before = 0;
    for (int i = 0; i < counts.length; i++) {
      double upTo = i < bounds.length ? earlier.atOrBelow(bounds[i]) : earlier.total();
      counts[i] = Math.max(0, this.counts[i] - Math.max(0, upTo - before));
      before = upTo;
    }
    return new Buckets(bounds, counts, Math.max(0, count - earlier.count), sum - earlier.sum);
  }

  /** Both together, on the union of their bounds; on the finer ones alone if that is too many. */
  Buckets plus(Buckets other) {
    double[] union = union(bounds, other.bounds);
    double[] counts = new double[union.length + 1];
    double before = 0;
    for (int i = 0; i < counts.length; i++) {
      double upTo =
          i < union.length
              ? atOrBelow(union[i]) + other.atOrBelow(union[i])
              : total() + other.total();
      counts[i] = upTo - before;
      before = upTo;
    }
    return new Buckets(union, counts, count + other.count, sum + other.sum);
  }

  /**
   * By linear interpolation inside the bucket. The lowest bucket begins at zero if its bound is
   * positive; the highest has no end, so that its quantiles are its lower bound.
   *
   * @return NaN for an empty histogram or one without bounds
   */
  double quantile(double q) {
    double total = total();
    if (total <= 0 || bounds.length == 0) {
      return Double.NaN;
    }
    double rank = q * total;
    double seen = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (counts[i] > 0 && seen + counts[i] >= rank) {
        double lower = lower(i);
        return lower + (bounds[i] - lower) * Math.max(0, rank - seen) / counts[i];
      }
      seen += counts[i];
    }
    return bounds[bounds.length - 1];
  }

  private double lower(int bucket) {
    return bucket > 0 ? bounds[bucket - 1] : Math.min(0, bounds[0]);
  }

  private double total() {
    double total = 0;
    for (double bucket : counts) {
      total += bucket;
    }
    return total;
  }

  private double atOrBelow(double value) {
    double below = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (value >= bounds[i]) {
        below += counts[i];
      } else {
        double lower = lower(i);
        return value <= lower ? below : below + counts[i] * (value - lower) / (bounds[i] - lower);
      }
    }
    return below;
  }

  private static double[] union(double[] left, double[] right) {
    if (Arrays.equals(left, right)) {
      return left;
    }
    double[] all = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, all, left.length, right.length);
    double[] union = Arrays.stream(all).sorted().distinct().toArray();
    if (union.length <= MAX_BOUNDS) {
      return union;
    }
    return left.length >= right.length ? left : right;
  }
}
