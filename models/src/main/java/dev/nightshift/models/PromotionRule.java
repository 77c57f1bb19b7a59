package dev.nightshift.models;

/**
 * When a newer version of a model takes over.
 *
 * @param mode see {@link Mode}
 * @param minWindows windows that a guarded challenger is compared on before it is judged
 * @param maxAlarmRatio it may raise at most this many alarms for each of the champion's
 * @param minSharedShare share of the champion's alarms that it has to raise too
 * @param maxScoreDrift most that its mean score may differ, in thresholds
 */
public record PromotionRule(
    Mode mode, long minWindows, double maxAlarmRatio, double minSharedShare, double maxScoreDrift) {

  /** Who decides. */
  public enum Mode {
    /** The champion file alone. */
    MANUAL,
    /** The newest valid version takes over at once, unless there is a champion file. */
    IMMEDIATE,
    /**
     * The newest valid version runs beside the champion and takes over if the comparison is within
     * bounds. A champion file that is written or changed is an order, and is obeyed.
     */
    GUARDED
  }

  /** What a comparison says. */
  public enum Verdict {
    WAIT,
    PROMOTE,
    RETIRE
  }

  /** Bounds that a retrained model of the same system stays well within. */
  public static PromotionRule of(Mode mode) {
    return new PromotionRule(mode, 500, 2.0, 0.5, 0.5);
  }

  /** Judges a guarded challenger. */
  public Verdict judge(ChallengerComparison comparison) {
    if (comparison.windows < minWindows) {
      return Verdict.WAIT;
    }
    // One alarm more than the ratio allows is chance when alarms are rare.
    boolean calm = comparison.challengerAlarms <= comparison.championAlarms * maxAlarmRatio + 1;
    boolean sees = comparison.sharedShare() >= minSharedShare;
    boolean steady = comparison.scoreDrift() <= maxScoreDrift;
    return calm && sees && steady ? Verdict.PROMOTE : Verdict.RETIRE;
  }
}
