package dev.nightshift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Entity;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeatureDeviationsTest {

  private static final int FEATURES = 16;
  private static final String[] NAMES =
      IntStream.range(0, FEATURES).mapToObj(f -> "f" + f).toArray(String[]::new);

  private final DeviationState state = new DeviationState();
  private final SplittableRandom random = new SplittableRandom(1);

  private static Score score(String model, float... values) {
    return new Score(
        Entity.service("demo.shop", "orders"),
        model,
        true,
        1,
        1,
        0,
        new String[0],
        new float[0],
        new float[0],
        null,
        values,
        NAMES);
  }

  /** Independent noise of very different size per feature. */
  private float[] row() {
    float[] row = new float[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      row[f] = (float) (Math.pow(10, f % 7) * (3 + random.nextDouble(-1, 1)));
    }
    return row;
  }

  private boolean accept(float[] row) {
    Score score = score("m@1", row);
    FeatureDeviations.measure(state, score, 1);
    boolean strange = FeatureDeviations.ready(state) && state.newest > state.newestLimit;
    FeatureDeviations.learn(state, score);
    return strange;
  }

  private int strangeOf(int steps) {
    int strange = 0;
    for (int i = 0; i < steps; i++) {
      strange += accept(row()) ? 1 : 0;
    }
    return strange;
  }

  @Test
  void noiseIsNotStrangeWhateverItsUnit() {
    assertThat(strangeOf(20_000)).isZero();
  }

  @Test
  void theRulersAreMedianAndTailOfEachFeature() {
    strangeOf(20_000);

    for (int f = 0; f < FEATURES; f++) {
      double unit = Math.pow(10, f % 7);
      assertThat(state.centre[f] / unit).as("median of %d", f).isBetween(2.8, 3.2);
      assertThat(state.tail[f] / unit).as("99 %% of |noise| below 1, of %d", f).isBetween(0.8, 1.1);
    }
  }

  @Test
  void threeFeaturesAreStrangeWhereOneIsNot() {
    strangeOf(2_000);
    float[] one = row();
    one[2] += 800;
    float[] three = row();
    three[0] += 8;
    three[1] += 80;
    three[2] += 800;

    assertThat(accept(one)).isFalse();
    assertThat(accept(three)).isTrue();
  }

  @Test
  void theFeaturesThatLeftTheirPlaceAreNamedLargestFirst() {
    strangeOf(2_000);
    float[] row = row();
    row[0] += 8;
    row[1] += 160;
    row[2] = Float.NaN;
    row[5] -= 400_000;
    Score score = score("m@1", row);
    FeatureDeviations.measure(state, score, 1);

    Deviating deviating = FeatureDeviations.deviating(state, score);

    assertThat(deviating.features()).containsExactly("f1", "f0", "f5");
    assertThat(deviating.values()).containsExactly(row[1], row[0], row[5]);
    assertThat(deviating.usual()[0]).isBetween(28f, 32f);
    // In rulers of about 1.1 units.
    assertThat(deviating.errors()[0]).isBetween(12f, 17f);
    assertThat(deviating.errors()[2]).isBetween(2f, 5f);
  }

  @Test
  void atMostEightAreNamedAndNoneWhereTheirNamesAreNotKnown() {
    strangeOf(500);
    float[] row = row();
    for (int f = 0; f < FEATURES; f++) {
      row[f] += (float) Math.pow(10, f % 7) * (f < 8 ? 6 : 40);
    }
    Score score = score("m@1", row);
    FeatureDeviations.measure(state, score, 1);

    assertThat(FeatureDeviations.deviating(state, score).features())
        .containsExactlyInAnyOrder("f8", "f9", "f10", "f11", "f12", "f13", "f14", "f15");
    state.names = new String[0];
    assertThat(FeatureDeviations.deviating(state, score)).isNull();
  }

  @Test
  void theWantedAlarmRateMovesTheLimit() {
    assertThat(FeatureDeviations.margin(1e-4)).isEqualTo(1);
    assertThat(FeatureDeviations.margin(1e-6)).isBetween(2.5, 3.0);
    assertThat(FeatureDeviations.margin(3e-4)).isBetween(0.5, 0.6);
    assertThat(FeatureDeviations.margin(0.1)).as("never anything that moves").isEqualTo(0.5);
  }

  @Test
  void rarePeaksThatComeAgainAndAgainAreUsual() {
    int strange = 0;
    for (int i = 0; i < 6_000; i++) {
      float[] row = row();
      for (int f = 0; f < 5 && i % 40 == 0; f++) {
        row[f] *= 4;
      }
      boolean now = accept(row);
      strange += i >= 3_000 && now ? 1 : 0;
    }

    assertThat(strange).isZero();
  }

  @Test
  void anotherModelStartsOver() {
    strangeOf(500);
    FeatureDeviations.measure(state, score("m@2", row()), 1);

    assertThat(FeatureDeviations.ready(state)).isFalse();
    assertThat(state.model).isEqualTo("m@2");
  }

  @Property(tries = 50)
  void gapsAndExtremesLeaveOnlyNumbersBehind(
      @ForAll float[] odd, @ForAll @IntRange(max = 15) int at) {
    DeviationState fresh = new DeviationState();
    SplittableRandom noise = new SplittableRandom(at);
    for (int i = 0; i < 200; i++) {
      float[] row = new float[FEATURES];
      for (int f = 0; f < FEATURES; f++) {
        row[f] = noise.nextInt(5) == 0 ? Float.NaN : (float) noise.nextDouble();
      }
      if (odd.length > 0) {
        row[at] = odd[i % odd.length];
      }
      Score score = score("m@1", row);
      FeatureDeviations.measure(fresh, score, 1);
      assertThat(fresh.newest).isBetween(0f, 4f);
      FeatureDeviations.learn(fresh, score);
    }

    assertThat(fresh.level).isFinite();
    for (int f = 0; f < FEATURES; f++) {
      assertThat(fresh.tail[f]).isFinite().isNotNegative();
      assertThat(fresh.mean[f]).isFinite();
      assertThat(fresh.widest[f]).isFinite();
    }
  }
}
