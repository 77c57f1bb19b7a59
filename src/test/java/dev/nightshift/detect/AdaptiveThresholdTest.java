package dev.nightshift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AdaptiveThresholdTest {

  private static final ThresholdSettings SETTINGS =
      ThresholdSettings.DEFAULT.withAlarmProbability(1e-3);

  private final AdaptiveThreshold threshold = new AdaptiveThreshold(SETTINGS);

  @Property(tries = 30)
  void alarmRateOfExponentialTailsIsNearTheWantedOne(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
    assertThat(alarmRate(seed, random -> -Math.log(1 - random.nextDouble())))
        .isBetween(0.2e-3, 3e-3);
  }

  @Property(tries = 30)
  void alarmRateOfNormalTailsIsNearTheWantedOne(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
    // Half of all seeds below 1.9e-3, one in 1,500 above 3e-3.
    assertThat(alarmRate(seed, random -> 10 + random.nextGaussian())).isBetween(0.2e-3, 4e-3);
  }

  @Property(tries = 20)
  void sameScoresGiveTheSameThreshold(@ForAll @LongRange(min = 1, max = 1_000) long seed) {
    assertThat(run(seed).reach).isEqualTo(run(seed).reach);
  }

  @Test
  void nothingIsLearnedWhileAnAnomalyIsOpen() {
    ThresholdState state = run(7);
    double before = threshold.value(state);
    for (int i = 0; i < 500; i++) {
      threshold.accept(state, "m@1", (float) before * 0.99f, null, false);
    }
    assertThat(threshold.value(state)).isEqualTo(before);
    for (int i = 0; i < 500; i++) {
      threshold.accept(state, "m@1", (float) before * 0.99f, null, true);
    }
    assertThat(threshold.value(state)).isGreaterThan(before);
  }

  @Test
  void wildScoresBeforeAnAnomalyOpensMoveTheThresholdLittle() {
    ThresholdState state = run(7);
    double before = threshold.value(state);
    for (int i = 0; i < 2; i++) {
      assertThat(threshold.accept(state, "m@1", 1e6f, null, true)).isTrue();
    }
    assertThat(threshold.value(state)).isBetween(before, 1.2 * before);
  }

  @Test
  void warmsUpWithoutCalibrationAndNotWithOne() {
    ThresholdState cold = new ThresholdState();
    threshold.accept(cold, "m@1", 1f, null, true);
    assertThat(threshold.value(cold)).isInfinite();

    ThresholdState warm = new ThresholdState();
    Calibration calibration = new Calibration(2f, 0.02f, 0.5f, 0f, 5000);
    assertThat(threshold.accept(warm, "m@1", 9f, calibration, true)).isTrue();
    assertThat(threshold.value(warm)).isFinite();
  }

  @Test
  void calibrationCountsHalfAtFirstAndInFullOnceTheEntityHasShownItsScores() {
    ThresholdState state = new ThresholdState();
    Calibration calibration = new Calibration(2f, 0.02f, 0.5f, 0f, 5000);
    double reach = 0.5 * Math.log(0.02 / SETTINGS.alarmProbability());
    assertThat(threshold.value(state, "m@1", calibration)).isCloseTo(2 + 2 * reach, within(0.01));
    double last = Double.POSITIVE_INFINITY;
    for (int i = 0; i < SETTINGS.warmUp(); i++) {
      threshold.accept(state, "m@1", 1f, calibration, true);
      assertThat(threshold.value(state)).isLessThan(last);
      last = threshold.value(state);
    }
    assertThat(last).isCloseTo(2 + reach, within(0.1));
  }

  @Test
  void calibrationThatDoesNotFitTheEntityIsReplacedByItsOwnScores() {
    ThresholdState state = new ThresholdState();
    Calibration calibration = new Calibration(2f, 0.02f, 0.5f, 0f, 5000);
    Random random = new Random(3);
    for (int i = 0; i < SETTINGS.warmUp() + 1; i++) {
      threshold.accept(state, "m@1", 50 + (float) random.nextGaussian(), calibration, true);
    }
    assertThat(threshold.value(state)).isBetween(51.0, 60.0);
  }

  @Test
  void slowShiftOfTheNormalLevelRaisesNoMoreAlarms() {
    ThresholdState state = run(5);
    Random random = new Random(1);
    int alarms = 0;
    for (int i = 0; i < 40_000; i++) {
      float shift = 0.5f * Math.min(1f, i / 20_000f);
      float score = shift - (float) Math.log(1 - random.nextDouble());
      alarms += threshold.accept(state, "m@1", score, null, true) ? 1 : 0;
    }
    assertThat(state.level - state.reference).isBetween(0.3, 0.7);
    assertThat(alarms).isBetween(8, 120);
  }

  @Test
  void feedbackMovesTheThresholdWithinBounds() {
    ThresholdState state = run(7);
    double before = threshold.value(state);
    threshold.adjust(state, 1.5);
    assertThat(threshold.value(state)).isGreaterThan(before);
    for (int i = 0; i < 100; i++) {
      threshold.adjust(state, 1.5);
    }
    assertThat(state.factor).isEqualTo(4.0);
    for (int i = 0; i < 100; i++) {
      threshold.adjust(state, 0.5);
    }
    assertThat(state.factor).isEqualTo(0.5);
    assertThatThrownBy(() -> threshold.adjust(state, 0)).hasMessageContaining("positive");
  }

  @Test
  void anotherModelStartsOverButKeepsFeedback() {
    ThresholdState state = run(7);
    threshold.adjust(state, 2);
    threshold.accept(state, "m@2", 1f, null, true);
    assertThat(threshold.value(state)).isInfinite();
    assertThat(state.factor).isEqualTo(2.0);
  }

  private ThresholdState run(long seed) {
    ThresholdState state = new ThresholdState();
    feed(state, new Random(seed), 5_000, r -> -Math.log(1 - r.nextDouble()));
    return state;
  }

  private double alarmRate(long seed, ToDoubleFunction<Random> scores) {
    ThresholdState state = new ThresholdState();
    Random random = new Random(seed);
    feed(state, random, 5_000, scores);
    int steps = 50_000;
    return feed(state, random, steps, scores) / (double) steps;
  }

  private int feed(
      ThresholdState state, Random random, int steps, ToDoubleFunction<Random> scores) {
    int alarms = 0;
    for (int i = 0; i < steps; i++) {
      float score = (float) scores.applyAsDouble(random);
      alarms += threshold.accept(state, "m@1", score, null, true) ? 1 : 0;
    }
    return alarms;
  }
}
