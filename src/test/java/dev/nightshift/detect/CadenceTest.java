package dev.nightshift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CadenceTest {

  private final DetectorState state = new DetectorState();

  private long[] gaps(int... distances) {
    long[] gaps = new long[distances.length];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Cadence.gap(state, distances[i]);
    }
    return gaps;
  }

  @Test
  void whatComesEveryStepMissesNone() {
    assertThat(gaps(1, 1, 1, 3, 1)).containsExactly(1, 1, 1, 3, 1);
    assertThat(Cadence.steps(state)).isEqualTo(1);
  }

  @Test
  void whatComesEverySixthStepMissesNoneEither() {
    assertThat(gaps(6, 6, 6, 12, 6, 18)).containsExactly(1, 1, 1, 2, 1, 3);
  }

  @Test
  void anIntervalBetweenTwoStepsIsAsFastAsItsFastest() {
    // Every 15 s in steps of 10 s.
    assertThat(gaps(1, 2, 1, 2, 1)).containsExactly(1, 2, 1, 2, 1);
  }

  @Test
  void aSlowerExportIsBelievedAfterAWhileAndAFasterOneAtOnce() {
    assertThat(gaps(1, 1, 3, 3, 3, 3, 3, 3)).containsExactly(1, 1, 3, 3, 3, 3, 1, 1);
    assertThat(gaps(1, 3)).containsExactly(1, 3);
  }

  @Test
  void anOutageIsNoHabit() {
    gaps(1, 1);
    assertThat(gaps(500, 500, 500, 500, 500, 500)).containsOnly(500);
    assertThat(Cadence.steps(state)).isEqualTo(1);
  }
}
