package dev.nightshift.codec;

import dev.nightshift.telemetry.Distribution;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint.Buckets;
import java.util.Arrays;

/**
 * Turns an exponential histogram into one with explicit bounds.
 *
 * <p>Bucket {@code i} at scale {@code s} holds values in {@code (b^i, b^(i+1)]} with {@code b =
 * 2^(2^-s)}; lowering the scale by one merges neighbours pairwise without error ({@code i >> 1}),
 * see the <a
 * href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">data
 * model</a>. Bounds of a lower scale are a subset of those of a higher one, so that points of one
 * series subtract exactly although their scales differ. Bounds that leave the range of a double are
 * folded into their neighbour.
 */
final class ExponentialBuckets {

  private static final int MAX_SHIFT = 63;

  private double[] bounds = new double[16];
  private long[] counts = new long[17];
  private int size;
  private final int scale;
  private final int shift;

  private ExponentialBuckets(int scale, int shift) {
    this.scale = scale;
    this.shift = shift;
  }

  /**
   * @throws IllegalArgumentException for a negative count or a scale outside [-64, 64]
   */
  static Distribution toExplicit(ExponentialHistogramDataPoint point, int maxBuckets) {
    if (point.getScale() < -64 || point.getScale() > 64) {
      throw new IllegalArgumentException("scale " + point.getScale());
    }
    // Three buckets are kept for the zero bucket and the gaps beside it, two for the ends.
    int perSide =
        (maxBuckets - 5)
            / (count(point.getNegative()) > 0 && count(point.getPositive()) > 0 ? 2 : 1);
    int shift =
        Math.max(shiftFor(point.getPositive(), perSide), shiftFor(point.getNegative(), perSide));
    ExponentialBuckets out = new ExponentialBuckets(point.getScale() - shift, shift);
    out.negative(point.getNegative());
    out.zero(point);
    out.positive(point.getPositive());
    return new Distribution(
        point.getCount(),
        point.hasSum() ? point.getSum() : Double.NaN,
        Arrays.copyOf(out.bounds, out.size),
        Arrays.copyOf(out.counts, out.size + 1));
  }

  private void negative(Buckets buckets) {
    int last = last(buckets);
    if (last < 0) {
      return;
    }
    add(-bound(index(buckets, last) + 1), 0);
    for (int i = last; i >= first(buckets); i--) {
      add(-bound(index(buckets, i)), buckets.getBucketCounts(i));
    }
  }

  private void zero(ExponentialHistogramDataPoint point) {
    long zeros = point.getZeroCount();
    if (zeros < 0) {
      throw new IllegalArgumentException("zero count " + zeros);
    }
    if (zeros > 0) {
      double threshold = Math.max(0, point.getZeroThreshold());
      if (threshold > 0) {
        add(-threshold, 0);
      }
      add(threshold, zeros);
    }
  }

  private void positive(Buckets buckets) {
    int last = last(buckets);
    if (last < 0) {
      return;
    }
    int first = first(buckets);
    add(bound(index(buckets, first)), 0);
    for (int i = first; i <= last; i++) {
      add(bound(index(buckets, i) + 1), buckets.getBucketCounts(i));
    }
  }

  /** Adds a bucket, or its count to the last one if the bound does not ascend. */
  private void add(double upper, long count) {
    double bound =
        Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, upper)) + 0.0; // no minus zero
    if (size > 0 && bound <= bounds[size - 1]) {
      counts[size - 1] += count;
      return;
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, size * 2);
      counts = Arrays.copyOf(counts, size * 2 + 1);
    }
    bounds[size] = bound;
    counts[size++] = count;
  }

  private double bound(long index) {
    return Math.pow(2, index * Math.scalb(1.0, -scale));
  }

  private long index(Buckets buckets, int position) {
    return ((long) buckets.getOffset() + position) >> shift;
  }

  private static int shiftFor(Buckets buckets, int maxBuckets) {
    int last = last(buckets);
    if (last < 0) {
      return 0;
    }
    long low = (long) buckets.getOffset() + first(buckets);
    long high = (long) buckets.getOffset() + last;
    int shift = 0;
    while ((high >> shift) - (low >> shift) + 1 > maxBuckets && shift < MAX_SHIFT) {
      shift++;
    }
    return shift;
  }

  private static int count(Buckets buckets) {
    return buckets.getBucketCountsCount();
  }

  private static int first(Buckets buckets) {
    int i = 0;
    while (buckets.getBucketCounts(i) == 0) {
      i++;
    }
    return i;
  }

  /** Position of the last bucket that holds something; -1 if none does. */
  private static int last(Buckets buckets) {
    int last = -1;
    for (int i = 0; i < count(buckets); i++) {
      if (buckets.getBucketCounts(i) < 0) {
        throw new IllegalArgumentException("bucket count " + buckets.getBucketCounts(i));
      }
      if (buckets.getBucketCounts(i) > 0) {
        last = i;
      }
    }
    return last;
  }
}
