package dev.nightshift.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Distribution;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FeatureAssemblerTest {

  private static final long T = 1_700_000_000_000L;
  private static final long STEP = 10_000L;
  private static final Entity CART = Entity.service("demo.shop", "cart");
  private static final EntitySelector ALL = new EntitySelector("*", "*", "*");
  private static final Offset<Float> CLOSE = Offset.offset(1e-4f);

  private final FeatureAssembler assembler = new FeatureAssembler(AssemblerLimits.DEFAULT);
  private final AssemblerState state = new AssemblerState();
  private final List<FeatureWindow> windows = new ArrayList<>();

  @Test
  void aggregatesAGaugeOverItsSeries() {
    FeaturePlan plan =
        plan(
            1,
            Aggregation.MEAN,
            Aggregation.MIN,
            Aggregation.MAX,
            Aggregation.LAST,
            Aggregation.SUM);
    add(plan, gauge(T + 1, 1, Map.of("cpu", "0")));
    add(plan, gauge(T + 2, 3, Map.of("cpu", "0")));
    add(plan, gauge(T + 3, 8, Map.of("cpu", "1")));
    advance(plan, T + STEP - 1);
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).stepEnd()).isEqualTo(T + STEP);
    assertThat(windows.get(0).values()).containsExactly(4, 1, 8, 8, 11);
  }

  @Test
  void aStepWaitsForTheWatermarkToPassItsEnd() {
    FeaturePlan plan = plan(1, Aggregation.MEAN);
    add(plan, gauge(T, 1, Map.of()));
    assertThat(assembler.nextDeadline(state)).isEqualTo(T + STEP - 1);
    advance(plan, T + STEP - 2);
    assertThat(windows).isEmpty();
    advance(plan, T + STEP - 1);
    assertThat(windows).hasSize(1);
    assertThat(accept(plan, gauge(T + STEP - 1, 1, Map.of()))).isEqualTo(Admission.LATE);
    assertThat(accept(plan, gauge(T + STEP, 1, Map.of()))).isEqualTo(Admission.ACCEPTED);
  }

  @Test
  void cumulativeCountersSurviveResets() {
    FeaturePlan plan = plan(1, Aggregation.COUNT, Aggregation.RATE);
    add(plan, counter(T - 99_999, T + 1, 100)); // old series: what it had counted is no news
    add(plan, counter(T - 99_999, T + STEP, 130));
    add(plan, counter(T - 99_999, T + 2 * STEP, 5)); // fell: 5
    add(plan, counter(T + 2 * STEP + 5, T + 3 * STEP, 9)); // began anew: 9
    advance(plan, T + 4 * STEP);
    assertThat(windows).hasSize(4);
    assertThat(windows.get(0).values()).containsExactly(Float.NaN, Float.NaN);
    assertThat(windows.get(1).values()[0]).isEqualTo(30);
    assertThat(windows.get(1).values()[1]).isCloseTo(3f, Offset.offset(0.01f));
    assertThat(windows.get(2).values()[0]).isEqualTo(5);
    assertThat(windows.get(3).values()[0]).isEqualTo(9);
  }

  @Test
  void placesValuesOnTheEntitysOwnRulersOnceTheyHaveSettled() {
    FeaturePlan plan =
        FeaturePlan.of(
            List.of(new FeatureSet("m@1", ALL, STEP, 2, List.of(define(Aggregation.MEAN)), true)));
    for (int step = 0; step < 100; step++) {
      add(plan, gauge(T + step * STEP, 200 + step % 11 * 10, Map.of()));
      advance(plan, T + (step + 1) * STEP);
    }

    FeatureWindow early = windows.get(0);
    assertThat(early.waitsForRulers()).isTrue();
    assertThat(early.values()).as("in its own unit").containsExactly(200, 210);
    FeatureWindow last = windows.get(windows.size() - 1);
    assertThat(last.waitsForRulers()).isFalse();
    assertThat(last.model()).isEqualTo("m@1");
    // Steps 98 and 99 had 300 and 200, the highest and the lowest.
    assertThat(last.values()).containsExactly(new float[] {1, 0}, CLOSE);
    assertThat(last.newestValue(0)).isEqualTo(200);
    assertThat(windows.stream().filter(FeatureWindow::waitsForRulers)).hasSize(Ruler.SETTLED - 2);
  }

  @Test
  void aModelThatComesLaterMeasuresByWhatIsKeptOfTheEntity() {
    FeaturePlan none = plan(2, Aggregation.MEAN);
    FeaturePlan measured =
        FeaturePlan.of(
            List.of(new FeatureSet("m@2", ALL, STEP, 2, List.of(define(Aggregation.MEAN)), true)));
    for (int step = 0; step < 80; step++) {
      add(none, gauge(T + step * STEP, step % 2, Map.of()));
      advance(none, T + (step + 1) * STEP);
    }
    windows.clear();
    add(measured, gauge(T + 80 * STEP, 1, Map.of()));
    advance(measured, T + 81 * STEP);

    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).waitsForRulers()).isFalse();
    assertThat(windows.get(0).values()).containsExactly(1, 1);
  }

  @Test
  void aCountingGaugeRisesPerSeriesWhateverOtherInstancesShow() {
    FeaturePlan plan = plan(1, Aggregation.INCREASE);
    add(plan, gauge(T, 8, Map.of("pod", "a")));
    add(plan, gauge(T, 0, Map.of("pod", "b")));
    add(plan, gauge(T + STEP, 8, Map.of("pod", "a")));
    add(plan, gauge(T + STEP, 1, Map.of("pod", "b"))); // below the other's, and still news
    add(plan, gauge(T + 2 * STEP, 0, Map.of("pod", "a"))); // replaced: no negative news
    add(plan, gauge(T + 2 * STEP, 3, Map.of("pod", "b")));
    advance(plan, T + 3 * STEP);
    assertThat(windows).hasSize(3);
    assertThat(windows.get(0).values()).containsExactly(Float.NaN);
    assertThat(windows.get(1).values()).containsExactly(1);
    assertThat(windows.get(2).values()).containsExactly(2);
  }

  @Test
  void aSeriesBornInTheStepCountsFromZero() {
    FeaturePlan plan = plan(1, Aggregation.COUNT);
    add(plan, counter(T + 1, T + 5, 12));
    advance(plan, T + STEP);
    assertThat(windows.get(0).values()).containsExactly(12);
  }

  @Test
  void theRateOfASlowCounterIsOverTheTimeItCovers() {
    FeaturePlan plan = plan(1, Aggregation.RATE);
    add(plan, counter(1, T, 0));
    add(plan, counter(1, T + 6 * STEP, 600));
    advance(plan, T + 7 * STEP);
    assertThat(windows.get(6).values()[0]).isEqualTo(10);
  }

  @Test
  void deltaSumsAreNotCountedTwice() {
    FeaturePlan plan = plan(1, Aggregation.COUNT);
    MetricPoint delta = point(MetricKind.DELTA_SUM, T, T + 5, 4, null);
    add(plan, delta);
    assertThat(accept(plan, delta)).isEqualTo(Admission.DUPLICATE);
    add(plan, point(MetricKind.DELTA_SUM, T, T + 6, 3, null));
    advance(plan, T + STEP);
    assertThat(windows.get(0).values()).containsExactly(7);
  }

  @Test
  void cumulativeHistogramsSubtractAcrossChangedBounds() {
    FeaturePlan plan = plan(1, Aggregation.COUNT, Aggregation.P50, Aggregation.MEAN);
    add(plan, histogram(T, new Distribution(4, 4, new double[] {1, 2}, new long[] {2, 2, 0})));
    add(
        plan,
        histogram(T + STEP, new Distribution(14, 39, new double[] {2, 4}, new long[] {4, 10, 0})));
    advance(plan, T + 2 * STEP);
    assertThat(windows.get(1).values()).containsExactly(10, 3, 3.5f);
  }

  @Test
  void spansAndLogsOfASilentStepAreZeroNotMissing() {
    FeaturePlan plan =
        FeaturePlan.of(List.of(new FeatureSet("m@1", ALL, STEP, 1, DefaultFeatures.SERVICE)));
    for (int i = 0; i < 100; i++) {
      assertThat(assembler.accept(state, plan, span(T + 9, i + 1, i < 5), T))
          .isEqualTo(Admission.ACCEPTED);
    }
    assembler.accept(state, plan, new LogEntry(CART, T, 17, "x", "", ""), true, T);
    advance(plan, T + 2 * STEP);
    float[] first = windows.get(0).values();
    assertThat(first[0]).isNaN();
    assertThat(first[3]).isCloseTo((float) Math.log1p(10), CLOSE);
    assertThat(first[4]).isCloseTo(0.05f, CLOSE);
    assertThat(Math.expm1(first[5])).isBetween(49.0, 52.0);
    assertThat(Math.expm1(first[6])).isBetween(97.0, 101.0);
    assertThat(first[8]).isEqualTo(1);
    assertThat(first[9]).isEqualTo(1);
    float[] second = windows.get(1).values();
    assertThat(second[3]).isZero();
    assertThat(second[4]).isNaN();
    assertThat(second[7]).isZero();
    assertThat(second[9]).isZero();
  }

  @Test
  void aWindowNeedsItsStepsAndMissingOnesAreNaN() {
    FeaturePlan plan = plan(3, Aggregation.MEAN);
    add(plan, gauge(T, 1, Map.of()));
    add(plan, gauge(T + 2 * STEP, 3, Map.of()));
    advance(plan, T + 3 * STEP);
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).values()).containsExactly(1, Float.NaN, 3);
  }

  @Test
  void aSilentEntityStopsAndBeginsAnew() {
    FeaturePlan plan = plan(2, Aggregation.MEAN);
    add(plan, gauge(T, 1, Map.of()));
    advance(plan, T + 1_000 * STEP);
    assertThat(windows).hasSize(AssemblerLimits.DEFAULT.idleSteps());
    assertThat(assembler.nextDeadline(state)).isEqualTo(Long.MAX_VALUE);
    windows.clear();
    add(plan, gauge(T + 2_000 * STEP, 5, Map.of()));
    advance(plan, T + 2_002 * STEP - 1);
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).values()).containsExactly(5, Float.NaN);
  }

  @Test
  void aSwappedModelOfKnownFeaturesScoresTheNextWindow() {
    FeaturePlan before = plan(4, Aggregation.MEAN);
    for (int i = 0; i < 8; i++) {
      add(before, gauge(T + i * STEP, i, Map.of()));
    }
    advance(before, T + 8 * STEP);
    windows.clear();
    FeatureSet other =
        new FeatureSet(
            "m@2", ALL, STEP, 6, List.of(define(Aggregation.MEAN), define(Aggregation.MAX)));
    FeatureSet known = new FeatureSet("m@3", ALL, STEP, 6, List.of(define(Aggregation.MEAN)));
    FeaturePlan after = FeaturePlan.of(List.of(other, known));
    add(after, gauge(T + 8 * STEP, 8, Map.of()));
    advance(after, T + 9 * STEP);
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).model()).isEqualTo("m@3");
    assertThat(windows.get(0).values()).containsExactly(3, 4, 5, 6, 7, 8);
  }

  @Test
  void modelsWithLongerStepsHaveTheirOwnLane() {
    FeatureSet fast = new FeatureSet("fast@1", ALL, STEP, 1, List.of(define(Aggregation.MEAN)));
    FeatureSet slow = new FeatureSet("slow@1", ALL, 6 * STEP, 1, List.of(define(Aggregation.MEAN)));
    FeaturePlan plan = FeaturePlan.of(List.of(fast, slow));
    long start = Math.floorDiv(T, 6 * STEP) * 6 * STEP;
    for (int i = 0; i < 6; i++) {
      add(plan, gauge(start + i * STEP, i, Map.of()));
    }
    advance(plan, start + 6 * STEP);
    assertThat(windows.stream().filter(w -> w.model().equals("fast@1"))).hasSize(6);
    assertThat(windows.stream().filter(w -> w.model().equals("slow@1")))
        .singleElement()
        .satisfies(w -> assertThat(w.values()).containsExactly(2.5f));
  }

  @Test
  void whatIsWantedBesidesModelsLeavesAnEntityWithoutAModelItsOwnFeatures() {
    FeatureSet wanted =
        new FeatureSet("forecast:g", ALL, 6 * STEP, 1, List.of(define(Aggregation.MAX)));
    FeaturePlan plan = FeaturePlan.of(List.of(), List.of(wanted));
    long start = Math.floorDiv(T, 6 * STEP) * 6 * STEP;
    for (int i = 0; i < 18; i++) {
      add(plan, gauge(start + i * STEP, i, Map.of()));
    }
    advance(plan, start + 18 * STEP);

    assertThat(windows.stream().filter(w -> w.model().equals("forecast:g")))
        .extracting(w -> w.values()[0])
        .containsExactly(5f, 11f, 17f);
    assertThat(windows.stream().filter(w -> w.model().isEmpty()))
        .hasSize(6)
        .allSatisfy(w -> assertThat(w.featureNames()).containsExactly("g"));
  }

  @Test
  void featuresOfAnEntityWithoutAModelFreezeAfterTwelveSteps() {
    FeaturePlan none = FeaturePlan.empty();
    for (int i = 0; i < 13; i++) {
      add(none, gauge(T + i * STEP, i, Map.of()));
    }
    advance(none, T + 12 * STEP);
    assertThat(windows).isEmpty();
    advance(none, T + 13 * STEP);
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).featureNames()).containsExactly("g");
    assertThat(windows.get(0).values()).containsExactly(12);
    assertThat(windows.get(0).model()).isEmpty();
  }

  @Test
  void boundsHold() {
    AssemblerLimits tight = new AssemblerLimits(STEP, 2, 60_000, 2, 8, 4, 3, 1_000);
    FeatureAssembler small = new FeatureAssembler(tight);
    FeaturePlan plan = FeaturePlan.empty();
    assertThat(small.accept(state, plan, gauge(T, 1, Map.of("a", "1")), T))
        .isEqualTo(Admission.ACCEPTED);
    assertThat(small.accept(state, plan, gauge(T, 1, Map.of("a", "2")), T))
        .isEqualTo(Admission.ACCEPTED);
    assertThat(small.accept(state, plan, gauge(T, 1, Map.of("a", "3")), T))
        .isEqualTo(Admission.TOO_MANY_SERIES);
    assertThat(small.accept(state, plan, gauge(T + 2_000, 1, Map.of("a", "1")), T))
        .isEqualTo(Admission.FUTURE);
    long later = T + 100_000;
    assertThat(small.accept(state, plan, gauge(later, 1, Map.of("a", "3")), later))
        .isEqualTo(Admission.ACCEPTED);
    assertThat(state.series).hasSize(1);
    assertThat(small.accept(state, plan, gauge(later + STEP, 1, Map.of("a", "3")), later + STEP))
        .isEqualTo(Admission.TOO_MANY_STEPS);
  }

  @Test
  void theEndOfABoundedInputClosesWhatHasData() {
    FeaturePlan plan = plan(1, Aggregation.MEAN);
    add(plan, gauge(T, 1, Map.of()));
    add(plan, gauge(T + 3 * STEP, 2, Map.of()));
    advance(plan, Long.MAX_VALUE);
    assertThat(windows).hasSize(4);
  }

  private Admission accept(FeaturePlan plan, MetricPoint point) {
    return assembler.accept(state, plan, point, point.timeMillis());
  }

  private void add(FeaturePlan plan, MetricPoint point) {
    assertThat(accept(plan, point)).isEqualTo(Admission.ACCEPTED);
  }

  private void advance(FeaturePlan plan, long watermark) {
    assembler.advance(state, plan, watermark, windows::add);
  }

  private static FeaturePlan plan(int window, Aggregation... aggregations) {
    List<FeatureDefinition> features = new ArrayList<>();
    for (Aggregation aggregation : aggregations) {
      features.add(define(aggregation));
    }
    return FeaturePlan.of(List.of(new FeatureSet("m@1", ALL, STEP, window, features)));
  }

  private static FeatureDefinition define(Aggregation aggregation) {
    return new FeatureDefinition(
        aggregation.name(), SignalType.METRIC, "g", Map.of(), aggregation, Transform.NONE);
  }

  private static MetricPoint gauge(long time, double value, Map<String, String> attributes) {
    return new MetricPoint(CART, "g", attributes, MetricKind.GAUGE, 0, time, value, null);
  }

  private static MetricPoint counter(long start, long time, double value) {
    return point(MetricKind.CUMULATIVE_SUM, start, time, value, null);
  }

  private static MetricPoint histogram(long time, Distribution distribution) {
    return point(MetricKind.CUMULATIVE_HISTOGRAM, 1, time, 0, distribution);
  }

  private static MetricPoint point(
      MetricKind kind, long start, long time, double value, Distribution d) {
    return new MetricPoint(CART, "g", Map.of(), kind, start, time, value, d);
  }

  private static Span span(long endMillis, int durationMillis, boolean error) {
    long end = endMillis * 1_000_000L;
    return new Span(
        CART,
        "t",
        "s",
        "",
        "op",
        SpanKind.SERVER,
        end - durationMillis * 1_000_000L,
        end,
        error,
        "");
  }
}
