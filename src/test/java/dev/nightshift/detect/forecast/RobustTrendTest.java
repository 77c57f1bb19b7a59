package dev.nightshift.detect.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RobustTrendTest {

  @Test
  void aQuarterOfWildValuesDoesNotBendIt() {
    float[] values = new float[ScaleState.BLOCKS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 4 == 0 ? 1000 : 3 + 0.5f * i;
    }
    RobustTrend trend = new RobustTrend();

    assertThat(trend.fit(values, 0, values.length, 0)).isTrue();
    assertThat(trend.slope).isCloseTo(0.5, within(0.05));
    assertThat(trend.level).isCloseTo(3 + 0.5 * 47, within(1.0));
  }

  @Test
  void theBandHoldsTheTrueSlopeAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(1);
    RobustTrend trend = new RobustTrend();
    float[] values = new float[ScaleState.BLOCKS];
    int held = 0;
    for (int round = 0; round < 500; round++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (0.02 * i + random.nextGaussian());
      }
      trend.fit(values, 0, values.length, 0);
      held += trend.slopeLow <= 0.02 && 0.02 <= trend.slopeHigh ? 1 : 0;
    }

    assertThat(held / 500.0).isBetween(0.86, 0.94);
  }

  @Test
  void withAPeriodADaysRiseIsNoTrend() {
    float[] values = new float[ScaleState.BLOCKS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (10 * Math.sin(2 * Math.PI * i / 12) + 0.25 * i);
    }
    RobustTrend trend = new RobustTrend();

    trend.fit(values, 0, values.length, 12);

    assertThat(trend.slope).isCloseTo(0.25, within(1e-4));
  }

  @Test
  void tooFewValuesGiveNone() {
    float[] values = {1, 2, Float.NaN, 4};

    assertThat(new RobustTrend().fit(values, 0, values.length, 0)).isFalse();
  }

  @Test
  void aDampedTrendMeetsWhatLiesBelowItsPlateauOnly() {
    // Half of the slope is left after ten steps: it rises by 10 / ln 2 in all.
    assertThat(Crossing.steps(14, 1, 0.5, 10)).isFinite().isGreaterThan(14);
    assertThat(Crossing.steps(15, 1, 0.5, 10)).isInfinite();
    assertThat(Crossing.steps(15, 1, 1, 10)).isEqualTo(15);
    assertThat(Crossing.steps(15, 0, 1, 10)).isInfinite();
    assertThat(Crossing.steps(-1, 0, 1, 10)).isZero();
  }
}
