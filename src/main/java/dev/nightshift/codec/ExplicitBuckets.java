package dev.nightshift.codec;

import dev.nightshift.telemetry.Distribution;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;

/** Checks an explicit-bounds histogram and copies it. */
final class ExplicitBuckets {

  private ExplicitBuckets() {}

  /**
   * A point without buckets keeps its count and sum in one bucket without bounds.
   *
   * @throws IllegalArgumentException if buckets and bounds do not fit together
   */
  static Distribution toDistribution(HistogramDataPoint point, int maxBuckets) {
    int buckets = point.getBucketCountsCount();
    double sum = point.hasSum() ? point.getSum() : Double.NaN;
    if (point.getCount() < 0) {
      throw new IllegalArgumentException("count " + point.getCount());
    }
    if (buckets == 0) {
      return new Distribution(point.getCount(), sum, new double[0], new long[] {point.getCount()});
    }
    if (buckets > maxBuckets) {
      throw new IllegalArgumentException(buckets + " buckets; the limit is " + maxBuckets);
    }
    if (point.getExplicitBoundsCount() != buckets - 1) {
      throw new IllegalArgumentException(
          buckets + " buckets and " + point.getExplicitBoundsCount() + " bounds");
    }
    double[] bounds = new double[buckets - 1];
    long[] counts = new long[buckets];
    for (int i = 0; i < buckets; i++) {
      counts[i] = point.getBucketCounts(i);
      if (counts[i] < 0) {
        throw new IllegalArgumentException("bucket count " + counts[i]);
      }
      if (i < bounds.length) {
        bounds[i] = point.getExplicitBounds(i);
        if (!Double.isFinite(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1])) {
          throw new IllegalArgumentException("bounds that do not ascend");
        }
      }
    }
    return new Distribution(point.getCount(), sum, bounds, counts);
  }
}
