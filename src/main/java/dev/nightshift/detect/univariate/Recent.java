package dev.nightshift.detect.univariate;

import java.util.Arrays;

/** The newest values of a series, its running means and its profile of the day. */
final class Recent {

  /** Newest values kept. */
  static final int LENGTH = 101;

  private static final int PARTS_OF_DAY = 48;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final double SLOW_RATE = 1 / 5000.0;
  private static final double OVERALL_RATE = 1 / 2000.0;
  private static final float PROFILE_RATE = 0.1f;

  private Recent() {}

  /** Takes in the next value; means and profile follow in {@link #learn}. */
  static void add(UnivariateState state, float value) {
    if (state.recent.length == 0) {
      state.recent = new float[LENGTH];
      state.profile = new float[PARTS_OF_DAY];
      Arrays.fill(state.profile, Float.NaN);
      state.slow = value;
      state.overall = value;
    }
    state.recent[(int) (state.steps % LENGTH)] = value;
    state.steps++;
  }

  /** Mean of the values seen at this time of the day (UTC); NaN if there was none. */
  static float usual(UnivariateState state, long timeMillis) {
    return state.profile[partOfDay(timeMillis)];
  }

  static void learn(UnivariateState state, float value, long timeMillis) {
    state.slow += Math.max(SLOW_RATE, 1.0 / state.steps) * (value - state.slow);
    state.overall += Math.max(OVERALL_RATE, 1.0 / state.steps) * (value - state.overall);
    int part = partOfDay(timeMillis);
    float usual = state.profile[part];
    state.profile[part] = Float.isNaN(usual) ? value : usual + PROFILE_RATE * (value - usual);
  }

  /** Mean of {@code count} values, or of as many as there are, the last of them so long ago. */
  static double mean(UnivariateState state, int stepsAgo, int count) {
    int used = (int) Math.min(count, state.steps - stepsAgo);
    double sum = 0;
    for (int i = 0; i < used; i++) {
      sum += value(state, stepsAgo + i);
    }
    return sum / used;
  }

  /** Mean absolute difference of neighbours over the newest steps; 0 before there are two. */
  static double unrest(UnivariateState state, int count) {
    int used = (int) Math.min(count, state.steps - 1);
    double sum = 0;
    for (int i = 0; i < used; i++) {
      sum += Math.abs((double) value(state, i) - value(state, i + 1));
    }
    return used == 0 ? 0 : sum / used;
  }

  private static float value(UnivariateState state, int stepsAgo) {
    return state.recent[(int) ((state.steps - 1 - stepsAgo) % LENGTH)];
  }

  private static int partOfDay(long timeMillis) {
    return (int) (Math.floorMod(timeMillis, DAY_MILLIS) * PARTS_OF_DAY / DAY_MILLIS);
  }
}
