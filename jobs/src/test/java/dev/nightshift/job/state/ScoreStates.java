package dev.nightshift.job.state;

import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.ThresholdSettings;
import dev.nightshift.detect.univariate.UnivariateScorer;
import dev.nightshift.detect.univariate.UnivariateState;
import dev.nightshift.job.operator.Examples;
import dev.nightshift.learn.ComparedScores;
import dev.nightshift.learn.ComparisonTotals;
import dev.nightshift.learn.ScoreComparer;

/** State of what scores without a model, and of what compares two models. */
final class ScoreStates {

  private static final int STEPS = 40;

  private ScoreStates() {}

  static UnivariateState univariate() {
    UnivariateState state = new UnivariateState();
    for (int step = 0; step < STEPS; step++) {
      long time = StateFixtures.START + step * Examples.STEP;
      UnivariateScorer.score(state, "cpu", 0.3f + 0.01f * (step % 7), time);
    }
    return state;
  }

  static ComparedScores compared() {
    ComparedScores state = new ComparedScores();
    ScoreComparer comparer = new ScoreComparer(ThresholdSettings.DEFAULT);
    for (int step = 1; step <= STEPS; step++) {
      comparer.accept(state, score("m@1", true, step));
      comparer.accept(state, score("m@2", false, step));
    }
    return state;
  }

  /** A closed minute, and one that is open. */
  static ComparisonTotals totals() {
    ComparisonTotals state = new ComparisonTotals();
    ComparedScores compared = new ComparedScores();
    ScoreComparer comparer = new ScoreComparer(ThresholdSettings.DEFAULT);
    for (int step = 1; step <= STEPS; step++) {
      long time = StateFixtures.START + step * Examples.STEP;
      comparer.accept(compared, score("m@1", true, step));
      comparer
          .accept(compared, score("m@2", false, step))
          .ifPresent(comparison -> state.add(comparison, time));
    }
    state.close("m", StateFixtures.START + STEPS / 2 * Examples.STEP);
    return state;
  }

  private static Score score(String model, boolean champion, int step) {
    return new Score(
        Examples.ORDERS,
        model,
        champion,
        StateFixtures.START + step * Examples.STEP,
        Examples.STEP,
        0.5f + 0.01f * step,
        new String[0],
        new float[0],
        new float[0],
        new Calibration(1f, 0.02f, 0.1f, 0.01f, 1000));
  }
}
