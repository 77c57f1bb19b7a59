package dev.nightshift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The threshold over days of scores, a minute each. */
class TailSeasonTest {

  private static final long MINUTE = 60_000;
  private static final int DAY = 1_440;

  /** A day that begins at midnight. */
  private static final long START = 20_000L * DAY * MINUTE;

  private final AdaptiveThreshold threshold =
      new AdaptiveThreshold(ThresholdSettings.DEFAULT.withAlarmProbability(2e-3));

  /** How strongly the scores of a minute spread. */
  private interface Spread {

    double at(int minute);
  }

  /** What a threshold called strange, and the last thresholds of noon and of midnight. */
  private static final class Outcome {

    final ThresholdState state = new ThresholdState();
    int atNoon;
    int elsewhere;
    double noon;
    double night;
  }

  private static boolean isNoon(int minute) {
    int hour = minute % DAY / 60;
    return hour == 11 || hour == 12;
  }

  /** Counts after the tenth day. */
  private Outcome run(int days, long seed, boolean told, Spread spread) {
    Outcome outcome = new Outcome();
    Random random = new Random(seed);
    for (int minute = 0; minute < days * DAY; minute++) {
      if (told) {
        threshold.at(outcome.state, START + minute * MINUTE);
      }
      double value = threshold.value(outcome.state);
      float score = (float) (1 - spread.at(minute) * Math.log(1 - random.nextDouble()));
      boolean above = threshold.accept(outcome.state, "m@1", score, null, true);
      if (isNoon(minute)) {
        outcome.noon = value;
        outcome.atNoon += above && minute > 10 * DAY ? 1 : 0;
      } else {
        outcome.night = value;
        outcome.elsewhere += above && minute > 10 * DAY ? 1 : 0;
      }
    }
    return outcome;
  }

  @Test
  void alarmsOfHoursThatAreBusyEachDayAreSharedOut() {
    Spread busyNoon = minute -> isNoon(minute) ? 3 : 1;
    Outcome alike = run(30, 1, false, busyNoon);
    Outcome seasonal = run(30, 1, true, busyNoon);

    assertThat(alike.atNoon).as("nearly all alarms at noon").isGreaterThan(9 * alike.elsewhere);
    assertThat(seasonal.atNoon).isLessThan(alike.atNoon / 2);
    assertThat(seasonal.noon).isGreaterThan(1.2 * seasonal.night);
    assertThat(seasonal.night).as("calm hours gain").isLessThan(0.9 * alike.night);
  }

  @Property(tries = 10)
  void withoutASeasonTheThresholdIsTheSameToTheLastBit(
      @ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
    Outcome told = run(40, seed, true, minute -> 1);
    Outcome untold = run(40, seed, false, minute -> 1);

    assertThat(told.state.season.seasonal).isFalse();
    assertThat(told.noon).isEqualTo(untold.noon);
    assertThat(told.atNoon + told.elsewhere).isEqualTo(untold.atNoon + untold.elsewhere);
  }

  @Property(tries = 10)
  void burstsAtRandomHoursAreNoSeason(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
    // On four days of five, for up to three hours from any one on.
    Random random = new Random(seed);
    double[] spread = new double[40 * DAY];
    for (int day = 0; day < 40; day++) {
      int from = random.nextInt(DAY);
      int to = random.nextInt(5) == 0 ? from : from + 60 + random.nextInt(120);
      for (int minute = 0; minute < DAY; minute++) {
        spread[day * DAY + minute] = minute >= from && minute < to ? 4 : 1;
      }
    }
    Outcome told = run(40, seed, true, minute -> spread[minute]);
    Outcome untold = run(40, seed, false, minute -> spread[minute]);

    assertThat(told.noon).isEqualTo(untold.noon);
    assertThat(told.atNoon + told.elsewhere).isEqualTo(untold.atNoon + untold.elsewhere);
  }

  @Test
  void fewDaysAreNoneAndASeasonThatEndsIsForgotten() {
    assertThat(run(4, 5, true, minute -> isNoon(minute) ? 3 : 1).state.season.seasonal).isFalse();
    assertThat(run(12, 5, true, minute -> isNoon(minute) ? 3 : 1).state.season.seasonal).isTrue();
    Outcome ended = run(40, 5, true, minute -> minute < 20 * DAY && isNoon(minute) ? 3 : 1);

    assertThat(ended.state.season.seasonal).isFalse();
    assertThat(ended.state.season.seen).hasSize(24);
  }

  @Test
  void anotherModelStartsOver() {
    ThresholdState state = run(12, 5, true, minute -> isNoon(minute) ? 3 : 1).state;
    threshold.accept(state, "m@2", 1, null, true);

    assertThat(state.season).isNull();
  }
}
