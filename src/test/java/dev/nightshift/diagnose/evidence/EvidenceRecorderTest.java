package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.telemetry.Distribution;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceRecorderTest {

  private static final Entity CART = new Entity("shop.eu", "cart", "cart-1");
  private static final long STEP = 10_000;
  private static final long HOUR = 3_600_000;

  private final EvidenceRecorder recorder = new EvidenceRecorder(100);
  private final EvidenceState state = new EvidenceState();

  private void metric(String name, long time) {
    recorder.record(state, Observation.metric("shop.eu", CART.key(), name, 1, time));
  }

  private void point(MetricKind kind, int step, double value, Distribution distribution) {
    recorder.record(
        state,
        Observation.of(
            new MetricPoint(CART, "m", Map.of(), kind, 0, step * STEP, value, distribution)));
  }

  private double[] values() {
    return state.metrics.get("shop.eu/cart/cart-1\tm").between(0, Long.MAX_VALUE);
  }

  @Test
  void aFloodOfSeriesIsRefusedAndCounted() {
    for (int i = 0; i < 150; i++) {
      metric("m" + i, i);
    }

    assertThat(state.metrics).hasSize(100);
    assertThat(state.refused).isEqualTo(50);
  }

  @Test
  void seriesThatEndedMakeRoom() {
    for (int i = 0; i < 100; i++) {
      metric("m" + i, i < 40 ? 0 : HOUR);
    }
    metric("new", HOUR + 1);

    assertThat(state.metrics).hasSize(61).containsKey("shop.eu/cart/cart-1\tnew");
    assertThat(state.refused).isZero();
  }

  @Test
  void ofACounterItsGrowthIsKeptAndARestartIsNoFall() {
    double[] totals = {1_000, 1_010, 1_030, 5, 25};
    for (int step = 0; step < totals.length; step++) {
      point(MetricKind.CUMULATIVE_SUM, step, totals[step], null);
    }

    assertThat(values()).as("a second, smallest first").containsExactly(0.5, 1, 2, 2);
  }

  @Test
  void ofADistributionTheMeanOfWhatWasAddedIsKept() {
    point(MetricKind.CUMULATIVE_HISTOGRAM, 0, 0, distribution(10, 1.0));
    point(MetricKind.CUMULATIVE_HISTOGRAM, 1, 0, distribution(20, 3.0));
    point(MetricKind.CUMULATIVE_HISTOGRAM, 2, 0, distribution(20, 3.0));
    point(MetricKind.CUMULATIVE_HISTOGRAM, 3, 0, distribution(2, 1.0));

    double[] means = values();
    assertThat(means).hasSize(2);
    assertThat(means[0]).isCloseTo(0.2, within(1e-6));
    assertThat(means[1]).as("begun anew").isCloseTo(0.5, within(1e-6));
  }

  private static Distribution distribution(long count, double sum) {
    return new Distribution(count, sum, new double[0], new long[] {count});
  }

  @Test
  void aDistributionWithoutASumSaysNothing() {
    assertThat(
            Observation.of(
                new MetricPoint(
                    CART,
                    "m",
                    Map.of(),
                    MetricKind.CUMULATIVE_HISTOGRAM,
                    0,
                    0,
                    0,
                    distribution(1, Double.NaN))))
        .isNull();
  }

  @Test
  void seriesOfOneNameDoNotMix() {
    MetricPoint point =
        new MetricPoint(
            CART,
            "http.requests",
            Map.of("host", "a", "code", "200"),
            MetricKind.GAUGE,
            0,
            0,
            1,
            null);

    Observation seen = Observation.of(point);

    assertThat(seen.name()).isEqualTo("http.requests{code=200,host=a}");
    assertThat(MetricFamily.of(seen.name())).isEqualTo(MetricFamily.TRAFFIC);
  }

  @Test
  void whatIsNoSignOfAFaultNeedNotBeKept() {
    assertThat(MetricFamily.tells("process.cpu.utilization")).isTrue();
    assertThat(MetricFamily.tells("client.latency.p90")).isTrue();
    assertThat(MetricFamily.tells("node.cpu")).isFalse();
    assertThat(MetricFamily.tells("workload")).isFalse();
  }

  @Test
  void oneServiceKeepsNoEdges() {
    assertThatThrownBy(
            () -> recorder.record(state, Observation.edge("s.e", "s.e/a", "s.e/b", false, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
