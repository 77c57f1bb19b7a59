package dev.nightshift.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

class FeaturePropertiesTest {

  private static final long T = 1_700_000_000_000L;
  private static final long STEP = 10_000L;
  private static final Entity CART = Entity.service("demo.shop", "cart");

  /** Increments are the truth; a restart sets the counter to zero and moves its start. */
  @Property(tries = 200)
  void increasesSumToTheTotalUnderResets(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 100) Integer> increments,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<MetricPoint> points = new ArrayList<>();
    long start = T;
    long value = 0;
    double total = 0;
    for (int i = 0; i < increments.size(); i++) {
      long time = T + 1 + i * 3_000L;
      if (i > 0 && random.nextInt(5) == 0) {
        start = time - 1;
        value = 0;
      }
      value += increments.get(i);
      total += increments.get(i);
      points.add(
          new MetricPoint(
              CART, "c", Map.of(), MetricKind.CUMULATIVE_SUM, start, time, value, null));
    }
    List<FeatureWindow> windows = run(points, Aggregation.COUNT);
    double sum = 0;
    for (FeatureWindow window : windows) {
      sum += Float.isNaN(window.values()[0]) ? 0 : window.values()[0];
    }
    assertThat(sum).isEqualTo(total);
  }

  @Property(tries = 200)
  void theOrderWithinAStepDoesNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    List<MetricPoint> points = new ArrayList<>();
    MetricKind[] kinds = {MetricKind.GAUGE, MetricKind.CUMULATIVE_SUM, MetricKind.DELTA_SUM};
    MetricKind kind = kinds[random.nextInt(kinds.length)];
    for (int i = 0; i < 40; i++) {
      Map<String, String> attributes = Map.of("k", String.valueOf(random.nextInt(3)));
      points.add(
          new MetricPoint(
              CART, "c", attributes, kind, T, T + i * 1_000L, random.nextInt(50), null));
    }
    Aggregation[] all = {
      Aggregation.MEAN,
      Aggregation.MIN,
      Aggregation.MAX,
      Aggregation.LAST,
      Aggregation.SUM,
      Aggregation.COUNT,
      Aggregation.RATE
    };
    List<FeatureWindow> inOrder = run(points, all);
    Collections.shuffle(points, random);
    List<FeatureWindow> shuffled = run(points, all);
    assertThat(shuffled).hasSameSizeAs(inOrder);
    for (int i = 0; i < inOrder.size(); i++) {
      assertThat(shuffled.get(i).values())
          .containsExactly(inOrder.get(i).values(), Offset.offset(1e-4f));
    }
  }

  @Property(tries = 100)
  void pointsDeliveredTwiceCountOnce(@ForAll long seed) {
    Random random = new Random(seed);
    List<MetricPoint> points = new ArrayList<>();
    MetricKind kind = random.nextBoolean() ? MetricKind.CUMULATIVE_SUM : MetricKind.DELTA_SUM;
    long value = 0;
    for (int i = 0; i < 30; i++) {
      value = kind == MetricKind.DELTA_SUM ? random.nextInt(9) : value + random.nextInt(9);
      points.add(new MetricPoint(CART, "c", Map.of(), kind, T, T + i * 1_000L, value, null));
    }
    List<MetricPoint> twice = new ArrayList<>(points);
    twice.addAll(points.subList(5, 20));
    List<FeatureWindow> once = run(points, Aggregation.COUNT);
    List<FeatureWindow> again = run(twice, Aggregation.COUNT);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).values()).containsExactly(once.get(i).values());
    }
  }

  @Property(tries = 100)
  void sketchQuantilesAreWithinTwoPercent(@ForAll long seed) {
    Random random = new Random(seed);
    double[] values = random.doubles(500, -3, 12).map(Math::exp).sorted().toArray();
    DurationSketch sketch = new DurationSketch();
    for (double value : values) {
      sketch.add(value);
    }
    for (double q : new double[] {0, 0.5, 0.9, 0.99, 1}) {
      double exact = values[(int) Math.floor(q * (values.length - 1))];
      assertThat(sketch.quantile(q)).isBetween(exact * 0.9799, exact * 1.0201);
    }
    assertThat(sketch.counts.length).isLessThanOrEqualTo(692);
  }

  private static List<FeatureWindow> run(List<MetricPoint> points, Aggregation... aggregations) {
    List<FeatureDefinition> features = new ArrayList<>();
    for (Aggregation how : aggregations) {
      features.add(
          new FeatureDefinition(how.name(), SignalType.METRIC, "c", Map.of(), how, Transform.NONE));
    }
    FeaturePlan plan =
        FeaturePlan.of(
            List.of(new FeatureSet("m@1", new EntitySelector("*", "*", "*"), STEP, 1, features)));
    FeatureAssembler assembler = new FeatureAssembler(AssemblerLimits.DEFAULT);
    AssemblerState state = new AssemblerState();
    for (MetricPoint point : points) {
      assertThat(assembler.accept(state, plan, point, point.timeMillis()))
          .isIn(Admission.ACCEPTED, Admission.DUPLICATE);
    }
    List<FeatureWindow> windows = new ArrayList<>();
    assembler.advance(state, plan, Long.MAX_VALUE, windows::add);
    return windows;
  }
}
