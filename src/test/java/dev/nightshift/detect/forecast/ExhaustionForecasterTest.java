package dev.nightshift.detect.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.detect.forecast.ExhaustionForecaster.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ExhaustionForecasterTest {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final int DAY = 1440;

  private final ExhaustionForecaster forecaster =
      new ExhaustionForecaster(ForecastSettings.rising(MINUTE, 4 * HOUR));

  /** What is said of chance holds for nearly all of it: the same draws each time. */
  private static final String SEED = "20261128";

  private final ForecastState state = new ForecastState();
  private int step;

  /** Runs steps of a series with a limit of 1; what each step said. */
  private List<Verdict> run(int steps, IntToDoubleFunction series) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      step++;
      verdicts.add(forecaster.accept(state, step * MINUTE, (float) series.applyAsDouble(i), 1));
    }
    return verdicts;
  }

  private static IntToDoubleFunction noisy(long seed, double sigma, IntToDoubleFunction clean) {
    SplittableRandom random = new SplittableRandom(seed);
    return i -> clean.applyAsDouble(i) + sigma * random.nextGaussian();
  }

  @Property(tries = 30, seed = SEED)
  void aLeakIsForeseenBeforeItHitsTheLimit(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 120, max = 2 * DAY) int length,
      @ForAll @DoubleRange(min = 0, max = 0.5) double base) {
    ExhaustionForecasterTest test = new ExhaustionForecasterTest();
    test.run(DAY, noisy(seed, 0.003, i -> base));
    List<Verdict> leak =
        test.run(length, noisy(seed + 1, 0.003, i -> base + (1 - base) * i / length));

    int opened = leak.indexOf(Verdict.OPENED);
    assertThat(opened).isBetween(0, length - 10);
    assertThat(leak.subList(opened, length)).doesNotContain(Verdict.ENDED);
  }

  @Property(tries = 20, seed = SEED)
  void noiseAroundALevelNeverAlarms(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed,
      @ForAll @DoubleRange(min = 0.1, max = 0.8) double level,
      @ForAll @DoubleRange(min = 0, max = 0.03) double sigma) {
    ExhaustionForecasterTest test = new ExhaustionForecasterTest();

    assertThat(test.run(3 * DAY, noisy(seed, sigma, i -> level))).containsOnly(Verdict.QUIET);
  }

  /** A tooth of hours looks like a leak; two that receded are enough to know it for a habit. */
  @Property(tries = 20, seed = SEED)
  void aSawWithoutTrendAlarmsTwiceAtTheMost(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 5, max = 720) int period,
      @ForAll @DoubleRange(min = 0.1, max = 0.6) double height) {
    ExhaustionForecasterTest test = new ExhaustionForecasterTest();
    IntToDoubleFunction saw = noisy(seed, 0.004, i -> 0.25 + height * (i % period) / period);
    test.run(DAY, saw);

    assertThat(test.run(3 * DAY, saw))
        .filteredOn(verdict -> verdict == Verdict.OPENED)
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void whatLevelsOffBelowTheLimitIsNotPredicted() {
    run(DAY, noisy(1, 0.002, i -> 0.2));

    List<Verdict> ramp = run(DAY, noisy(2, 0.002, i -> 0.2 + 0.6 * (1 - Math.exp(-i / 120.0))));

    assertThat(ramp).doesNotContain(Verdict.OPENED);
  }

  @Test
  void aRestartTakesItBackAtOnceAndTheNextLeakIsForeseenAsEarly() {
    run(DAY, noisy(1, 0.003, i -> 0.2));
    List<Verdict> first = run(300, noisy(2, 0.003, i -> 0.2 + 0.8 * i / 400));
    assertThat(first).contains(Verdict.OPENED);
    assertThat(state.open).isTrue();

    List<Verdict> after = run(30, noisy(3, 0.003, i -> 0.2));
    assertThat(after.indexOf(Verdict.ENDED)).isBetween(0, 3);

    List<Verdict> second = run(300, noisy(4, 0.003, i -> 0.2 + 0.8 * i / 400));
    assertThat(second.indexOf(Verdict.OPENED)).isBetween(0, first.indexOf(Verdict.OPENED) + 60);
  }

  @Test
  void itSaysWhenAndHowSurely() {
    run(DAY, noisy(1, 0.003, i -> 0.2));
    run(250, noisy(2, 0.003, i -> 0.2 + 0.8 * i / 400));

    Outlook outlook = forecaster.outlook();
    assertThat(state.open).isTrue();
    assertThat(outlook.exhaustedAt() - outlook.at()).isBetween(130 * MINUTE, 170 * MINUTE);
    assertThat(outlook.earliest()).isLessThanOrEqualTo(outlook.exhaustedAt());
    assertThat(outlook.latest()).isGreaterThanOrEqualTo(outlook.exhaustedAt());
    assertThat(outlook.slopePerHour()).isBetween(0.11, 0.13);
    assertThat(outlook.confidence()).isGreaterThan(0.9);
  }

  @Test
  void itSaysOnceThatItCameTrue() {
    run(DAY, noisy(1, 0.003, i -> 0.2));
    List<Verdict> verdicts = run(440, noisy(2, 0.003, i -> 0.2 + 0.8 * i / 400));

    assertThat(verdicts).containsOnlyOnce(Verdict.REACHED);
    assertThat(verdicts.indexOf(Verdict.REACHED)).isGreaterThan(verdicts.indexOf(Verdict.OPENED));
    assertThat(state.reachedAt).isPositive();
  }

  @Test
  void whatRunsOutDownwardsIsTheSameMirrored() {
    ExhaustionForecaster falling =
        new ExhaustionForecaster(new ForecastSettings(MINUTE, 4 * HOUR, true, 3));
    ForecastState mirrored = new ForecastState();
    IntToDoubleFunction use = noisy(5, 0.003, i -> i < DAY ? 0.2 : 0.2 + 0.8 * (i - DAY) / 400);
    for (int i = 0; i < DAY + 380; i++) {
      float value = (float) use.applyAsDouble(i);
      Verdict up = forecaster.accept(state, (i + 1) * MINUTE, value, 1);
      Verdict down = falling.accept(mirrored, (i + 1) * MINUTE, -value, -1);
      assertThat(down).isEqualTo(up);
    }
    assertThat(mirrored.open).isTrue();
    assertThat(falling.outlook().slopePerHour()).isNegative();
  }

  @Test
  void missingAndRepeatedStepsSayNothing() {
    run(DAY, noisy(1, 0.003, i -> 0.2));
    long seen = state.lastStep;

    assertThat(forecaster.accept(state, step * MINUTE, 5, 1)).isEqualTo(Verdict.QUIET);
    assertThat(forecaster.accept(state, (step + 1) * MINUTE, Float.NaN, 1))
        .isEqualTo(Verdict.QUIET);
    assertThat(forecaster.accept(state, (step + 1) * MINUTE, 0.2f, Float.NaN))
        .isEqualTo(Verdict.QUIET);
    assertThat(state.lastStep).isEqualTo(seen);
  }

  @Test
  void stateIsBoundedHoweverLongItRuns() {
    run(20 * DAY, noisy(1, 0.01, i -> 0.5));

    assertThat(state.scales).hasSize(5);
    assertThat(state.scales)
        .allSatisfy(
            scale -> {
              assertThat(scale.low).hasSize(ScaleState.BLOCKS);
              assertThat(scale.filled).isEqualTo(ScaleState.BLOCKS);
            });
  }
}
