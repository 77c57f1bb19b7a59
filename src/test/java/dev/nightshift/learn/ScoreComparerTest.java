package dev.nightshift.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.detect.Calibration;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.ThresholdSettings;
import dev.nightshift.telemetry.Entity;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoreComparerTest {

  private static final long STEP = 10_000;
  private static final long START = 1_700_000_000_000L;

  private final ScoreComparer comparer = new ScoreComparer(ThresholdSettings.DEFAULT);
  private final ComparedScores state = new ComparedScores();
  private final ChallengerComparison sum = new ChallengerComparison("m@1", "m@2");

  private static Score score(String version, boolean champion, long step, double score) {
    return new Score(
        Entity.service("demo.shop", "orders"),
        "m@" + version,
        champion,
        START + step * STEP,
        STEP,
        (float) score,
        new String[0],
        new float[0],
        new float[0],
        new Calibration(1f, 0.02f, 0.1f, 0.01f, 1000));
  }

  private void both(long step, double champion, double challenger) {
    add(comparer.accept(state, score("1", true, step, champion)));
    add(comparer.accept(state, score("2", false, step, challenger)));
  }

  private void add(Optional<ChallengerComparison> comparison) {
    comparison.ifPresent(sum::merge);
  }

  @Test
  void aStepCountsOnceBothHaveScoredIt() {
    assertThat(comparer.accept(state, score("1", true, 1, 0.5))).isEmpty();
    assertThat(comparer.accept(state, score("1", true, 2, 0.5))).isEmpty();
    assertThat(comparer.accept(state, score("2", false, 1, 0.5)).orElseThrow().windows).isOne();
    assertThat(comparer.accept(state, score("2", false, 2, 0.5)).orElseThrow().windows).isOne();
    assertThat(comparer.accept(state, score("2", false, 2, 0.5))).as("repeated").isEmpty();
    assertThat(comparer.accept(state, score("2", false, 4, 0.5))).as("alone").isEmpty();
  }

  @Test
  void eachIsMeasuredByItsOwnThreshold() {
    for (int step = 1; step <= 50; step++) {
      both(step, step == 30 ? 50 : 0.5, step == 30 || step == 40 ? 50 : 0.5);
    }
    assertThat(sum.windows).isEqualTo(50);
    assertThat(sum.championAlarms).isOne();
    assertThat(sum.challengerAlarms).isEqualTo(2);
    assertThat(sum.sharedAlarms).isOne();
    assertThat(sum.sharedShare()).isEqualTo(1);
    assertThat(sum.scoreDrift()).as("a wild score counts for ten thresholds").isBetween(0.15, 0.2);
  }

  @Property(tries = 50)
  void theOrderOfBatchesDoesNotMatter(@ForAll @IntRange(min = 1, max = 128) int batch) {
    ChallengerComparison together = run(1);
    ChallengerComparison batched = run(batch);

    assertThat(batched).usingRecursiveComparison().isEqualTo(together);
  }

  /** All of a batch of the champion's scores, then the challenger's. */
  private ChallengerComparison run(int batch) {
    Random random = new Random(7);
    double[] scores = random.doubles(512, 0, 2).toArray();
    ComparedScores fresh = new ComparedScores();
    ChallengerComparison total = new ChallengerComparison("m@1", "m@2");
    for (int first = 0; first < 256; first += batch) {
      for (boolean champion : new boolean[] {true, false}) {
        for (int step = first; step < Math.min(256, first + batch); step++) {
          double value = scores[2 * step + (champion ? 0 : 1)];
          comparer
              .accept(fresh, score(champion ? "1" : "2", champion, step + 1, value))
              .ifPresent(total::merge);
        }
      }
    }
    return total;
  }

  @Test
  void labelsTellWhoFoundATrouble() {
    for (int step = 1; step <= 50; step++) {
      both(step, step == 30 ? 50 : 0.5, step == 40 ? 50 : 0.5);
    }
    add(comparer.label(state, "true_positive", at(28), at(32)));
    add(comparer.label(state, "missed", at(38), at(42)));
    add(comparer.label(state, "false_alarm", at(38), at(42)));
    add(comparer.label(state, "right_cause", at(28), at(32)));
    add(comparer.label(state, "true_positive", at(60), at(70)));

    assertThat(sum.incidents).isEqualTo(2);
    assertThat(sum.championFound).isOne();
    assertThat(sum.challengerFound).isOne();
    assertThat(sum.falseAlarms).isOne();
    assertThat(sum.championFalse).isZero();
    assertThat(sum.challengerFalse).isOne();
  }

  private static long at(long step) {
    return START + step * STEP;
  }

  @Test
  void afterAPromotionBothKeepTheThresholdsThatTheyLearned() {
    for (int step = 1; step <= 500; step++) {
      both(step, 5, 0.5);
    }
    double learned = state.champion.threshold.level;
    assertThat(learned).isGreaterThan(1);

    comparer.accept(state, score("1", false, 501, 5));
    Optional<ChallengerComparison> swapped = comparer.accept(state, score("2", true, 501, 0.5));

    assertThat(swapped.orElseThrow().pair()).isEqualTo("m@2>m@1");
    assertThat(state.champion.threshold.levelCount).isGreaterThan(400);
    assertThat(state.challenger.threshold.level).isCloseTo(learned, within(0.1));
  }

  @Test
  void aNewChallengerStartsAnew() {
    both(1, 0.5, 0.5);
    comparer.accept(state, score("1", true, 2, 0.5));
    Optional<ChallengerComparison> first = comparer.accept(state, score("3", false, 2, 0.5));

    assertThat(first.orElseThrow().pair()).isEqualTo("m@1>m@3");
    assertThat(comparer.label(state, "missed", at(1), at(1))).as("scored by another").isEmpty();
  }
}
