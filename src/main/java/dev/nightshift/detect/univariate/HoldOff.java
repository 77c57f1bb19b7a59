package dev.nightshift.detect.univariate;

/**
 * Makes one detection of one problem: after a high score the next ones of the same series are held
 * back for a while, unless they are far higher. Whatever is reported anew begins the hold-off
 * again.
 *
 * <p>The hold-off grows with the length of the series: what is known for an hour may have two
 * problems in ten minutes, what is known for weeks shows the second as an aftershock. Pure; all
 * memory is in the {@link HoldOffState}.
 */
public final class HoldOff {

  private static final double SHARE_OF_PAST = 0.118;
  private static final int LEAST = 65;
  private static final int MOST = 178;
  private static final double FAR_HIGHER = 2.65;

  private HoldOff() {}

  /**
   * Takes the score of the next step.
   *
   * @param score 0 or more
   * @return the score if it is to be told, else 0
   */
  public static float accept(HoldOffState state, float score) {
    long step = state.steps++;
    state.newest = isHeld(state, step, score) ? 0 : score;
    if (state.newest > 0) {
      state.toldAt = step;
      state.told = score;
    }
    return state.newest;
  }

  private static boolean isHeld(HoldOffState state, long step, float score) {
    long length = (long) Math.max(LEAST, Math.min(MOST, SHARE_OF_PAST * step));
    boolean known = state.told > 0 && step - state.toldAt < length;
    return score <= 0 || (known && score <= FAR_HIGHER * state.told);
  }
}
