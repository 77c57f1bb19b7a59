package dev.nightshift.detect.univariate;

import java.util.Arrays;

/**
 * How surprising a measure's value is against its own past: {@code -ln P(value or more)} in nats,
 * with an exponential tail above a high quantile of a bounded history. An exponential tail is the
 * middle case of the generalized Pareto distribution (Pickands, 1975); a shape fitted to a hundred
 * excesses would be mostly noise. Below the quantile the surprise is 0.
 */
final class Tails {

  /** Newest values of each measure that make its past. */
  static final int HISTORY = 6_000;

  private static final float QUANTILE = 0.97f;

  /** Values before there is a tail at all. */
  private static final int MIN_HISTORY = 30;

  private static final int REFIT_EVERY = 100;
  private static final int EARLY = 100;
  private static final int EARLY_REFIT_EVERY = 5;
  private static final int FIRST_ROOM = 128;

  private Tails() {}

  /** Surprise of one measure's value, in nats; 0 while too little was seen. */
  static double surprise(UnivariateState state, int measure, double value) {
    if (state.filled < MIN_HISTORY || value <= state.tailStart[measure]) {
      return 0;
    }
    return -Math.log(1 - QUANTILE) + (value - state.tailStart[measure]) / state.tailExcess[measure];
  }

  /** Takes the values of all measures into their past. */
  static void learn(UnivariateState state, double[] values) {
    makeRoom(state, values.length);
    for (int i = 0; i < values.length; i++) {
      state.history[i][state.next] = (float) values[i];
    }
    state.filled = Math.min(state.filled + 1, HISTORY);
    state.next = (state.next + 1) % HISTORY;
    state.sinceFit++;
    boolean early = state.filled < EARLY && state.filled >= 20;
    if (state.sinceFit >= (early ? EARLY_REFIT_EVERY : REFIT_EVERY)) {
      state.sinceFit = 0;
      for (int i = 0; i < values.length; i++) {
        fit(state, i);
      }
    }
  }

  private static void makeRoom(UnivariateState state, int measures) {
    if (state.history.length != measures) {
      state.history = new float[measures][FIRST_ROOM];
      state.tailStart = new float[measures];
      state.tailExcess = new float[measures];
      state.filled = 0;
      state.next = 0;
    }
    int room = state.history[0].length;
    if (state.next == room) {
      for (int i = 0; i < measures; i++) {
        state.history[i] = Arrays.copyOf(state.history[i], Math.min(HISTORY, 2 * room));
      }
    }
  }

  private static void fit(UnivariateState state, int measure) {
    float[] sorted = Arrays.copyOf(state.history[measure], state.filled);
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    int start = Math.min((int) (QUANTILE * sorted.length), last);
    double sum = 0;
    for (int i = start + 1; i <= last; i++) {
      sum += sorted[i] - sorted[start];
    }
    double mean = start == last ? 0 : sum / (last - start);
    // A measure that was constant so far has no scale of its own.
    double floor = Math.max(1e-3 * (sorted[last] - sorted[0]), 1e-9);
    state.tailStart[measure] = sorted[start];
    state.tailExcess[measure] = (float) Math.max(mean, floor);
  }
}
