package dev.nightshift.learn;

import java.io.Serializable;

/**
 * When a newer version of a model takes over, and when it has to give way again.
 *
 * @param mode see {@link Mode}
 * @param minWindows windows that a guarded challenger is compared on before it is judged
 * @param maxAlarmRatio it may raise at most this many alarms for each of the champion's
 * @param minSharedShare share of the champion's alarms that it has to raise too
 * @param maxScoreDrift most that its mean score may differ, in thresholds
 * @param probation windows that the former champion goes on beside a new one; 0 for none
 */
public record PromotionRule(
    Mode mode,
    long minWindows,
    double maxAlarmRatio,
    double minSharedShare,
    double maxScoreDrift,
    long probation)
    implements Serializable {

  /** Who decides. */
  public enum Mode {
    /** The champion file alone. */
    MANUAL,
    /**
     * The newest valid version takes over at once, unless there is a champion file; it gives way if
     * it goes wrong on probation.
     */
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
    /** The challenger becomes champion; on probation: the new champion stays. */
    PASS,
    /** The challenger is retired; on probation: the former champion comes back. */
    FAIL
  }

  /** Alarms on probation that are chance when alarms are rare. */
  private static final long STORM_MARGIN = 5;

  /** Bounds that a retrained model of the same system stays well within. */
  public static PromotionRule of(Mode mode) {
    return new PromotionRule(mode, 500, 2.0, 0.5, 0.5, 500);
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
    boolean finds = comparison.challengerFound >= comparison.championFound;
    boolean learned = comparison.challengerFalse <= comparison.championFalse;
    return calm && sees && steady && finds && learned ? Verdict.PASS : Verdict.FAIL;
  }

  /**
   * Judges a new champion on probation, at every step of it: a storm of alarms must not wait for
   * the end.
   *
   * @param comparison the new one as champion, the former as challenger
   */
  public Verdict judgeProbation(ChallengerComparison comparison) {
    boolean storm =
        comparison.championAlarms > comparison.challengerAlarms * maxAlarmRatio + STORM_MARGIN;
    boolean blind = comparison.championFound < comparison.challengerFound;
    if (storm || blind) {
      return Verdict.FAIL;
    }
    return comparison.windows < probation ? Verdict.WAIT : Verdict.PASS;
  }
}
