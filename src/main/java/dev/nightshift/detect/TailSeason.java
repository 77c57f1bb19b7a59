package dev.nightshift.detect;

import java.util.Arrays;

/**
 * How much more often, and how much further, the scores of an entity lie in their tail in one hour
 * of the day than in others: a rate and a scale of exceedances that depend on the season (Smith,
 * "Extreme Value Analysis of Environmental Time Series", 1989).
 *
 * <p>All hours are alike until data prove otherwise: an hour has to stand out on three of four days
 * of five at least, and by so much in all of them together that chance would take longer than any
 * installation lives. Random bursts fail the first, noise the second. Hours are UTC; the memory is
 * about a week, so that a season which ends is forgotten. Pure; all memory is in the {@link
 * SeasonState}.
 */
final class TailSeason {

  static final int HOURS = 24;

  private static final long HOUR = 3_600_000;
  private static final long DAY = HOURS * HOUR;

  /** What is left of a day after the next one. */
  private static final float KEPT = 7f / 8;

  /** Five days, faded. */
  private static final double ENOUGH_DAYS = 3.8;

  /** Steps in the tail that make an hour of one day busy, and how many times its share. */
  private static final float FEWEST_HIGH = 3;

  private static final double STANDS_OUT = 2;

  private static final double ON_NEARLY_ALL_DAYS = 0.75;

  /** Standard deviations of a Poisson count. */
  private static final double BEYOND_CHANCE = 6;

  /** An hour's share is drawn to that of all hours as if it had been seen in so many steps more. */
  private static final float PRIOR_STEPS = 60;

  /** Its mean excess likewise, by so many excesses. */
  private static final float PRIOR_EXCESSES = 10;

  /** An hour differs from all by these factors at most. */
  private static final double CALMEST = 0.25;

  private static final double MOST_OFTEN = 20;
  private static final double FURTHEST = 4;

  private TailSeason() {}

  /**
   * Learns a step.
   *
   * @param time of the step, milliseconds since the epoch
   * @param excess of its score over the beginning of the tail; not above 0 if it lies below
   */
  static void learn(SeasonState state, long time, double excess) {
    long day = Math.floorDiv(time, DAY);
    if (day != state.day) {
      endDay(state);
      state.day = day;
    }
    int hour = hour(time);
    state.seenToday[hour]++;
    if (excess > 0) {
      state.highToday[hour]++;
      state.excessToday[hour] += (float) excess;
    }
  }

  /** How many times the usual share of the tail is usual at this time, where there is a season. */
  static double frequency(SeasonState state, long time) {
    int hour = hour(time);
    double share = sum(state.high) / sum(state.seen);
    double own = (state.high[hour] + PRIOR_STEPS * share) / (state.seen[hour] + PRIOR_STEPS);
    return Math.max(CALMEST, Math.min(MOST_OFTEN, own / share));
  }

  /** How many times the usual excess is usual at this time, where there is a season. */
  static double size(SeasonState state, long time) {
    int hour = hour(time);
    double mean = sum(state.excess) / sum(state.high);
    double own = (state.excess[hour] + PRIOR_EXCESSES * mean) / (state.high[hour] + PRIOR_EXCESSES);
    return Math.max(CALMEST, Math.min(FURTHEST, own / mean));
  }

  private static int hour(long time) {
    return (int) (Math.floorMod(time, DAY) / HOUR);
  }

  private static void endDay(SeasonState state) {
    double seenToday = sum(state.seenToday);
    if (seenToday > 0) {
      double share = sum(state.highToday) / seenToday;
      state.days = KEPT * state.days + 1;
      for (int hour = 0; hour < HOURS; hour++) {
        float high = state.highToday[hour];
        boolean busy = high >= FEWEST_HIGH && high >= STANDS_OUT * share * state.seenToday[hour];
        state.busy[hour] = KEPT * state.busy[hour] + (busy ? 1 : 0);
        state.seen[hour] = KEPT * state.seen[hour] + state.seenToday[hour];
        state.high[hour] = KEPT * state.high[hour] + high;
        state.excess[hour] = KEPT * state.excess[hour] + state.excessToday[hour];
      }
    }
    Arrays.fill(state.seenToday, 0);
    Arrays.fill(state.highToday, 0);
    Arrays.fill(state.excessToday, 0);
    state.seasonal = isSeasonal(state);
  }

  private static boolean isSeasonal(SeasonState state) {
    double share = sum(state.high) / Math.max(1, sum(state.seen));
    boolean found = false;
    for (int hour = 0; hour < HOURS && state.days >= ENOUGH_DAYS; hour++) {
      double expected = share * state.seen[hour];
      found |=
          state.busy[hour] >= ON_NEARLY_ALL_DAYS * state.days
              && state.high[hour] - expected > BEYOND_CHANCE * Math.sqrt(expected);
    }
    return found;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
