package dev.nightshift.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DominantLagTest {

  private static float[] wave(int steps, double period) {
    float[] wave = new float[steps];
    for (int i = 0; i < steps; i++) {
      wave[i] = (float) Math.sin(2 * Math.PI * i / period);
    }
    return wave;
  }

  @Test
  void findsThePeriod() {
    assertThat(DominantLag.of(wave(1_000, 50))).isEqualTo(50);
  }

  @Test
  void hasADefaultWhereNothingStandsOut() {
    assertThat(DominantLag.of(new float[100])).as("a constant").isEqualTo(DominantLag.DEFAULT);
    assertThat(DominantLag.of(wave(1_000, 350))).as("too long").isEqualTo(DominantLag.DEFAULT);
    assertThat(DominantLag.of(wave(1_000, 5)))
        .as("too short, though 10 is a peak too")
        .isGreaterThan(5);
    assertThat(DominantLag.of(new float[] {1, 2})).as("two steps").isEqualTo(DominantLag.DEFAULT);
  }
}
