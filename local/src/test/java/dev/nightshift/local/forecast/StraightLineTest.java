package dev.nightshift.local.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StraightLineTest {

  @Test
  void readsTheLineAtTheHorizonAndWaits() {
    StraightLine line = new StraightLine(10, 20, 3);
    // Rises by 0.02 a step: 20 steps ahead it is beyond 1 once it is above 0.6.
    for (int i = 0; i <= 34; i++) {
      boolean on = line.accept(i, 0.02f * i, 1);
      assertThat(on).as("step %d", i).isEqualTo(i > 33);
    }
  }

  @Test
  void missingStepsAreNoZeros() {
    StraightLine line = new StraightLine(10, 5, 0);
    boolean on = false;
    for (int i = 0; i < 10; i++) {
      on = line.accept(i, i % 2 == 0 ? 0.5f : Float.NaN, 0.6f);
    }
    assertThat(on).isFalse();
  }
}
