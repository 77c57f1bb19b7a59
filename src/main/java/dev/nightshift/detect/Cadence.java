package dev.nightshift.detect;

/**
 * How many steps lie between an entity's scores. What is exported once a minute is scored in every
 * sixth step of ten seconds: steps between two scores are then no gap, and "two of the last three"
 * means scores. Pure; all memory is in the {@link DetectorState}.
 */
final class Cadence {

  /** Steps; a longer gap is one, whatever is usual. */
  private static final int LONGEST = 30;

  /** Longer gaps in a row that are no coincidence. */
  private static final int IN_A_ROW = 5;

  private Cadence() {}

  /**
   * Takes the distance to the score before and tells it in units of what is usual.
   *
   * @param steps between the two, at least 1
   * @return 1 where none is missing
   */
  static long gap(DetectorState state, long steps) {
    if (steps <= LONGEST) {
      learn(state, (int) steps);
    }
    return Math.max(1, Math.round((double) steps / steps(state)));
  }

  /** Steps from one score to the next. */
  static int steps(DetectorState state) {
    return Math.max(1, state.cadence);
  }

  private static void learn(DetectorState state, int steps) {
    if (state.cadence == 0 || steps < state.cadence) {
      state.cadence = steps;
      state.slower = 0;
    } else if (steps == state.cadence) {
      state.slower = 0;
    } else {
      state.slowerSteps = state.slower == 0 ? steps : Math.min(state.slowerSteps, steps);
      state.slower++;
      if (state.slower >= IN_A_ROW) {
        state.cadence = state.slowerSteps;
        state.slower = 0;
      }
    }
  }
}
