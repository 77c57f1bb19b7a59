package dev.nightshift.learn;

import dev.nightshift.detect.AdaptiveThreshold;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.ThresholdSettings;
import dev.nightshift.detect.ThresholdState;
import dev.nightshift.learn.ComparedScores.Side;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compares two models on one entity, step by step, each by a threshold of its own. Scores of each
 * model come in order of their steps; those of one model may be up to {@link #MEMORY} steps ahead
 * of the other's. Thread-safe; all state is passed in.
 */
public final class ScoreComparer {

  /** Steps that are remembered, for the other model and for labels: an hour of 10 s steps. */
  static final int MEMORY = 360;

  /** A threshold does not learn while this many of the last steps were alarms. */
  private static final int UNREST = 2;

  private static final int UNREST_STEPS = 4;

  private final AdaptiveThreshold threshold;

  public ScoreComparer(ThresholdSettings settings) {
    this.threshold = new AdaptiveThreshold(settings);
  }

  /**
   * Takes a score of either model.
   *
   * @return the comparison of this one step, if both have scored it
   */
  public Optional<ChallengerComparison> accept(ComparedScores state, Score score) {
    state.stepMillis = score.stepMillis();
    Side elsewhere = score.champion() ? state.challenger : state.champion;
    if (score.model().equals(elsewhere.model)) {
      // A promotion, or the way back: what was learned of each model stays with it.
      Side side = state.champion;
      state.champion = state.challenger;
      state.challenger = side;
    }
    Side own = score.champion() ? state.champion : state.challenger;
    Side other = score.champion() ? state.challenger : state.champion;
    long step = score.stepEnd() / score.stepMillis();
    if (!score.model().equals(own.model)) {
      own.model = score.model();
      own.threshold = new ThresholdState();
      Arrays.fill(own.ratios, Float.NaN);
    } else if (step <= own.newest) {
      return Optional.empty();
    }
    advance(own, step);
    double limit = threshold.value(own.threshold);
    threshold.accept(
        own.threshold, score.model(), score.score(), score.calibration(), isCalm(own, step));
    if (Double.isInfinite(limit)) {
      limit = threshold.value(own.threshold);
    }
    if (limit > 0 && !Double.isInfinite(limit)) {
      own.ratios[slot(step)] = (float) (score.score() / limit);
    }
    float mine = ratio(own, step);
    float theirs = ratio(other, step);
    if (Float.isNaN(mine) || Float.isNaN(theirs)) {
      return Optional.empty();
    }
    ChallengerComparison one =
        new ChallengerComparison(state.champion.model, state.challenger.model);
    one.addWindow(ratio(state.champion, step), ratio(state.challenger, step));
    return Optional.of(one);
  }

  /**
   * Takes a label on a stretch of this entity's history.
   *
   * @param from end of its first step
   * @param to end of its last
   * @return who raised an alarm in it; empty if the label says nothing about detection, or the
   *     stretch is not remembered
   */
  public Optional<ChallengerComparison> label(
      ComparedScores state, String label, long from, long to) {
    boolean trouble = label.equals("true_positive") || label.equals("missed");
    if (state.stepMillis == 0 || (!trouble && !label.equals("false_alarm"))) {
      return Optional.empty();
    }
    long first = from / state.stepMillis;
    long last = Math.max(first, to / state.stepMillis);
    boolean known = false;
    boolean byChampion = false;
    boolean byChallenger = false;
    long newest = Math.min(state.champion.newest, state.challenger.newest);
    for (long step = Math.max(first, newest - MEMORY + 1); step <= Math.min(last, newest); step++) {
      float one = ratio(state.champion, step);
      float two = ratio(state.challenger, step);
      boolean both = !Float.isNaN(one) && !Float.isNaN(two);
      known |= both;
      byChampion |= both && one > 1;
      byChallenger |= both && two > 1;
    }
    if (!known) {
      return Optional.empty();
    }
    ChallengerComparison one =
        new ChallengerComparison(state.champion.model, state.challenger.model);
    one.addLabel(trouble, byChampion, byChallenger);
    return Optional.of(one);
  }

  private static boolean isCalm(Side side, long step) {
    int alarms = 0;
    for (long past = step - 1; past >= step - UNREST_STEPS; past--) {
      alarms += ratio(side, past) > 1 ? 1 : 0;
    }
    return alarms < UNREST;
  }

  private static void advance(Side side, long step) {
    if (side.ratios.length == 0) {
      side.ratios = new float[MEMORY];
      Arrays.fill(side.ratios, Float.NaN);
    }
    long skipped = Math.min(step - side.newest, MEMORY);
    for (long i = 0; i < skipped; i++) {
      side.ratios[slot(step - i)] = Float.NaN;
    }
    side.newest = step;
  }

  private static float ratio(Side side, long step) {
    boolean remembered =
        side.ratios.length > 0 && step <= side.newest && step > side.newest - MEMORY;
    return remembered ? side.ratios[slot(step)] : Float.NaN;
  }

  private static int slot(long step) {
    return (int) Math.floorMod(step, (long) MEMORY);
  }
}
