package dev.nightshift.detect.univariate;

/**
 * Makes one detection of one problem: after a high score the next ones of the same series are held
 * back for a while, unless they are far higher. Whatever is reported anew begins the hold-off
 * again.
 *
 * <p>The hold-off grows with the length of the series: what is known for an hour may have two
 * problems in ten minutes, what is known for weeks shows the second as an aftershock. Mutable, one
 * per series.
 */
public final class HoldOff {

  private static final double SHARE_OF_PAST = 0.118;
  private static final int LEAST = 65;
  private static final int MOST = 178;
  private static final double FAR_HIGHER = 2.65;

  private long steps;
  private long reportedAt;
  private float reported;

  /**
   * Takes the score of the next step.
   *
   * @param score 0 or more
   * @return the score if it is to be told, else 0
   */
  public float accept(float score) {
    long step = steps++;
    if (score <= 0) {
      return 0;
    }
    long length = (long) Math.max(LEAST, Math.min(MOST, SHARE_OF_PAST * step));
    boolean held = reported > 0 && step - reportedAt < length;
    if (held && score <= FAR_HIGHER * reported) {
      return 0;
    }
    reportedAt = step;
    reported = score;
    return score;
  }
}
