package dev.nightshift.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RulerTest {

  private static final FeatureDefinition CPU = feature(Aggregation.MEAN);

  private final Ruler ruler = new Ruler();

  private static FeatureDefinition feature(Aggregation aggregation) {
    return new FeatureDefinition("f", SignalType.METRIC, "f", Map.of(), aggregation, null);
  }

  private void learn(int steps, float value) {
    for (int i = 0; i < steps; i++) {
      ruler.learn(value);
    }
  }

  @Test
  void aBusyEntityAndAnIdleOneLookAlike() {
    Ruler idle = new Ruler();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      float load = (float) random.nextDouble();
      ruler.learn(1_000 + 500 * load);
      idle.learn(1 + 0.5f * load);
    }
    assertThat(ruler.place(CPU, 1_250)).isCloseTo(idle.place(CPU, 1.25f), within(1e-3f));
    assertThat(ruler.place(CPU, 1_250)).isCloseTo(0.5f, within(0.02f));
  }

  @Test
  void isSettledAfterAnHourOfMinutesWhateverWasMissing() {
    learn(30, Float.NaN);
    learn(29, 4);
    assertThat(ruler.isSettled()).isFalse();
    learn(1, 4);
    assertThat(ruler.isSettled()).isTrue();
  }

  @Test
  void theFirstStepsWidenItWholeAndLaterOnesTheLessTheLongerItIsKnown() {
    learn(100, 0);
    learn(1, 1);
    assertThat(ruler.place(CPU, 1)).isEqualTo(1);
    learn(3_000, 0.5f);
    float before = ruler.place(CPU, 10);
    learn(1, 10);
    assertThat(ruler.place(CPU, 10)).as("an incident of one step").isLessThan(before);
    assertThat(ruler.place(CPU, 10)).isGreaterThan(0.4f * before);
    learn(5_000, 10);
    assertThat(ruler.place(CPU, 10)).as("a new habit").isCloseTo(1, within(0.1f));
  }

  @Test
  void whatNeverComesBackIsForgottenInWeeks() {
    learn(10, 100);
    learn(500, 1);
    assertThat(ruler.highest).isGreaterThan(99);
    learn(300_000, 1);
    assertThat(ruler.highest).isLessThan(10);
    assertThat(ruler.lowest).isCloseTo(1, within(0.5));
  }

  @Test
  void whatNeverMovedIsMeasuredByItsSizeOrItsKind() {
    learn(100, 40);
    assertThat(ruler.place(CPU, 80)).isEqualTo(1);
    assertThat(ruler.place(feature(Aggregation.COUNT), 45)).isEqualTo(1);
  }

  @Test
  void aMissingValueStaysMissingAndAnAbsurdOneTeachesNothing() {
    assertThat(ruler.place(CPU, 3)).isNaN();
    learn(100, 2);
    learn(1, Float.POSITIVE_INFINITY);
    learn(1, 1e38f);
    assertThat(ruler.highest).isEqualTo(2);
    assertThat(ruler.place(CPU, Float.NaN)).isNaN();
  }
}
