package dev.nightshift.training;

/**
 * A normalised window as the linear members of the score see it: each step together with the two
 * before it, {@code z[p], z[p + 1], z[p + 2]}, newest last. The order of a step's neighbours tells
 * a jump from a drift, and a broken correlation from a late one.
 */
final class LaggedSteps {

  private static final int LAGS = 3;

  private LaggedSteps() {}

  /** Steps looked at together: three, or all of a shorter window. */
  static int lags(int steps) {
    return Math.min(LAGS, steps);
  }

  /** How many such groups a window holds. */
  static int positions(int steps) {
    return steps - lags(steps) + 1;
  }
}
