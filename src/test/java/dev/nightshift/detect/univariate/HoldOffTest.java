package dev.nightshift.detect.univariate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldOffTest {

  private final HoldOffState state = new HoldOffState();

  private float accept(float score) {
    return HoldOff.accept(state, score);
  }

  private int told(int steps, float score) {
    int told = 0;
    for (int i = 0; i < steps; i++) {
      told += accept(score) > 0 ? 1 : 0;
    }
    return told;
  }

  @Test
  void oneProblemIsToldOnce() {
    assertThat(told(50, 0)).isZero();
    assertThat(accept(10)).isEqualTo(10);
    assertThat(told(60, 12)).isZero();
  }

  @Test
  void somethingFarWorseIsToldAtOnce() {
    assertThat(accept(10)).isEqualTo(10);
    assertThat(accept(15)).isZero();
    assertThat(accept(40)).isEqualTo(40);
    assertThat(accept(60)).isZero();
  }

  @Test
  void aLongSeriesIsHeldOffForLonger() {
    assertThat(told(1_000, 5)).isBetween(12, 15);
    told(5_000, 0);
    assertThat(told(1_000, 5)).isBetween(5, 6);
  }
}
