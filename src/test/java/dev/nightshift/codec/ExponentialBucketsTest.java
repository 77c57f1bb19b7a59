package dev.nightshift.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Distribution;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint.Buckets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExponentialBucketsTest {

  @Test
  void negativeZeroAndPositive() {
    ExponentialHistogramDataPoint point =
        ExponentialHistogramDataPoint.newBuilder()
            .setCount(6)
            .setZeroCount(1)
            .setNegative(Buckets.newBuilder().setOffset(0).addBucketCounts(2))
            .setPositive(Buckets.newBuilder().setOffset(0).addBucketCounts(3))
            .build();
    Distribution d = ExponentialBuckets.toExplicit(point, 160);
    assertThat(d.bounds()).containsExactly(-2, -1, 0, 1, 2);
    assertThat(d.counts()).containsExactly(0, 2, 1, 0, 3, 0);
    assertThat(d.sum()).isNaN();
  }

  @Test
  void scalesDownInsteadOfGrowing() {
    Buckets.Builder buckets = Buckets.newBuilder().setOffset(-7);
    for (int i = 0; i < 100; i++) {
      buckets.addBucketCounts(1);
    }
    ExponentialHistogramDataPoint point =
        ExponentialHistogramDataPoint.newBuilder()
            .setCount(100)
            .setScale(5)
            .setPositive(buckets)
            .build();
    Distribution d = ExponentialBuckets.toExplicit(point, 20);
    assertThat(d.bounds().length).isLessThanOrEqualTo(20);
    assertThat(Arrays.stream(d.counts()).sum()).isEqualTo(100);
  }

  @Property(tries = 300)
  void everyCountIsKeptAndBoundsAscend(
      @ForAll @IntRange(min = -64, max = 64) int scale,
      @ForAll int offset,
      @ForAll int negativeOffset,
      @ForAll @Size(max = 50) byte[] counts) {
    Buckets.Builder positive = Buckets.newBuilder().setOffset(offset);
    Buckets.Builder negative = Buckets.newBuilder().setOffset(negativeOffset);
    long total = 1;
    for (byte count : counts) {
      positive.addBucketCounts(Math.abs((int) count));
      negative.addBucketCounts(Math.abs((int) count) / 2);
      total += Math.abs((int) count) + Math.abs((int) count) / 2;
    }
    Distribution d =
        ExponentialBuckets.toExplicit(
            ExponentialHistogramDataPoint.newBuilder()
                .setScale(scale)
                .setCount(total)
                .setZeroCount(1)
                .setPositive(positive)
                .setNegative(negative)
                .build(),
            40);
    assertThat(Arrays.stream(d.counts()).sum()).isEqualTo(total);
    assertThat(d.bounds().length).isLessThanOrEqualTo(40);
    for (int i = 0; i < d.bounds().length; i++) {
      assertThat(d.bounds()[i]).isFinite();
      assertThat(i == 0 || d.bounds()[i] > d.bounds()[i - 1]).isTrue();
    }
  }
}
