package dev.nightshift.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.learn.PromotionRule.Mode;
import dev.nightshift.learn.PromotionRule.Verdict;
import org.junit.jupiter.api.Test;

class PromotionRuleTest {

  private final PromotionRule rule = new PromotionRule(Mode.GUARDED, 100, 2, 0.5, 0.5, 100);

  /** As many windows of each kind: both calm, both alarmed, the champion alone, the other alone. */
  private static ChallengerComparison windows(int calm, int both, int champion, int challenger) {
    ChallengerComparison comparison = new ChallengerComparison("m@1", "m@2");
    add(comparison, calm, 0.5, 0.5);
    add(comparison, both, 2, 2);
    add(comparison, champion, 2, 0.5);
    add(comparison, challenger, 0.5, 2);
    return comparison;
  }

  private static void add(
      ChallengerComparison comparison, int times, double champion, double challenger) {
    for (int i = 0; i < times; i++) {
      comparison.addWindow(champion, challenger);
    }
  }

  @Test
  void waitsForEnoughWindows() {
    assertThat(rule.judge(windows(99, 0, 0, 0))).isEqualTo(Verdict.WAIT);
    assertThat(rule.judge(windows(100, 0, 0, 0))).isEqualTo(Verdict.PASS);
  }

  @Test
  void oneAlarmMoreThanTheRatioIsChance() {
    assertThat(rule.judge(windows(98, 2, 0, 3))).as("5 to 2").isEqualTo(Verdict.PASS);
    assertThat(rule.judge(windows(98, 2, 0, 4))).as("6 to 2").isEqualTo(Verdict.FAIL);
    assertThat(rule.judge(windows(99, 0, 0, 1))).as("1 to 0").isEqualTo(Verdict.PASS);
    assertThat(rule.judge(windows(98, 0, 0, 2))).as("2 to 0").isEqualTo(Verdict.FAIL);
  }

  @Test
  void halfOfTheChampionsAlarmsHaveToBeShared() {
    assertThat(rule.judge(windows(96, 2, 2, 0))).isEqualTo(Verdict.PASS);
    assertThat(rule.judge(windows(95, 2, 3, 0))).isEqualTo(Verdict.FAIL);
  }

  @Test
  void theMeanScoreMayDriftByHalfAThreshold() {
    ChallengerComparison comparison = new ChallengerComparison("m@1", "m@2");
    add(comparison, 100, 0.1, 0.6);
    assertThat(rule.judge(comparison)).isEqualTo(Verdict.PASS);
    add(comparison, 100, 0.1, 0.7);
    assertThat(rule.judge(comparison)).isEqualTo(Verdict.FAIL);
  }

  @Test
  void labelsDecide() {
    ChallengerComparison missed = windows(100, 0, 0, 0);
    missed.addLabel(true, true, true);
    assertThat(rule.judge(missed)).isEqualTo(Verdict.PASS);
    missed.addLabel(true, true, false);
    assertThat(rule.judge(missed)).isEqualTo(Verdict.FAIL);

    ChallengerComparison repeated = windows(100, 0, 0, 0);
    repeated.addLabel(false, false, true);
    assertThat(rule.judge(repeated)).isEqualTo(Verdict.FAIL);
  }

  @Test
  void aStormOnProbationDoesNotWaitForItsEnd() {
    assertThat(rule.judgeProbation(windows(0, 0, 5, 0))).isEqualTo(Verdict.WAIT);
    assertThat(rule.judgeProbation(windows(0, 0, 6, 0))).isEqualTo(Verdict.FAIL);
    assertThat(rule.judgeProbation(windows(0, 20, 20, 0)))
        .as("a night with an outage has many alarms")
        .isEqualTo(Verdict.WAIT);
    assertThat(rule.judgeProbation(windows(100, 0, 0, 0))).isEqualTo(Verdict.PASS);
  }

  @Test
  void anIncidentThatOnlyTheFormerChampionSawEndsProbation() {
    ChallengerComparison blind = windows(10, 0, 0, 0);
    blind.addLabel(true, false, true);
    assertThat(rule.judgeProbation(blind)).isEqualTo(Verdict.FAIL);
  }
}
