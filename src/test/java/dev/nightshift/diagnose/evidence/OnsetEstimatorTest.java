package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OnsetEstimatorTest {

  private static final long STEP = 15_000;
  private static final long BEGIN = 1_700_000_000_000L;

  /** Noise around 10 that is {@code by} higher in {@code [from, to)}. */
  private static Samples series(Random random, int steps, int from, int to, double by) {
    Samples samples = new Samples();
    for (int i = 0; i < steps; i++) {
      double value = 10 + random.nextGaussian() + (i >= from && i < to ? by : 0);
      samples.add(BEGIN + i * STEP, value, 720);
    }
    return samples;
  }

  private static List<Samples> quiet(Random random, int count, int steps) {
    List<Samples> series = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      series.add(series(random, steps, 0, 0, 0));
    }
    return series;
  }

  @Property(tries = 60)
  void findsTheBeginningAmongQuietSeries(
      @ForAll @IntRange(min = 15, max = 110) int from, @ForAll int seed) {
    Random random = new Random(seed);
    List<Samples> series = quiet(random, 20, 120);
    series.add(series(random, 120, from, 120, 12));
    series.add(series(random, 120, from, 120, -9));

    OptionalLong onset = OnsetEstimator.of(series);

    assertThat(onset).hasValue(BEGIN + from * STEP);
  }

  @Test
  void findsOneThatIsOverAgain() {
    Random random = new Random(1);
    List<Samples> series = quiet(random, 5, 60);
    series.add(series(random, 60, 40, 46, 15));

    assertThat(OnsetEstimator.of(series)).hasValue(BEGIN + 40 * STEP);
  }

  @Test
  void oneOutlierIsNoOnset() {
    Random random = new Random(2);
    List<Samples> series = quiet(random, 3, 60);
    series.add(series(random, 60, 20, 21, 10_000));
    series.add(series(random, 60, 45, 60, 12));

    assertThat(OnsetEstimator.of(series)).hasValue(BEGIN + 45 * STEP);
  }

  @Test
  void whereNothingChangesThereIsNone() {
    Samples constant = new Samples();
    for (int i = 0; i < 60; i++) {
      constant.add(BEGIN + i * STEP, 5, 720);
    }

    assertThat(OnsetEstimator.of(List.of(constant))).isEmpty();
    assertThat(OnsetEstimator.of(List.of())).isEmpty();
    assertThat(OnsetEstimator.of(List.of(new Samples()))).isEmpty();
  }
}
