package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.detect.Score;
import dev.nightshift.learn.ChallengerComparison;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Both operators that compare champion and challenger, one behind the other. */
class CompareModelsTest {

  private static final DetectorOptions OPTIONS =
      new DetectorOptions(null, null, null, Duration.ofDays(1));

  private static Score of(Score score, String version, boolean champion) {
    return new Score(
        score.entity(),
        "m@" + version,
        champion,
        score.stepEnd(),
        score.stepMillis(),
        score.score(),
        score.topFeatures(),
        score.topErrors(),
        score.topValues(),
        score.calibration());
  }

  private static FeedbackLabel label(long from, long to) {
    return FeedbackLabel.newBuilder()
        .setId("l")
        .setEntity(Examples.ORDERS.key())
        .setLabel("missed")
        .setFrom(from)
        .setTo(to)
        .setAuthor("ada")
        .setAt(1)
        .build();
  }

  @Test
  void scoresAndLabelsBecomeOneReportAMinute() throws Exception {
    List<ChallengerComparison> comparisons;
    try (var challenge =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new ChallengeFunction(OPTIONS)),
            (Score score) -> score.entity().key(),
            FeedbackLabel::getEntity,
            Types.STRING)) {
      challenge.open();
      challenge.processElement2(label(1, 2), 1); // of an entity that nobody compares
      for (int step = 1; step <= 12; step++) {
        long at = step * Examples.STEP;
        challenge.processElement1(of(Examples.score(at, 0.5f), "1", true), at);
        challenge.processElement1(of(Examples.score(at, step == 6 ? 50 : 0.5f), "2", false), at);
      }
      challenge.processElement2(label(5 * Examples.STEP, 7 * Examples.STEP), 1);
      assertThat(challenge.numKeyedStateEntries()).isOne();
      comparisons = challenge.extractOutputValues();
    }
    assertThat(comparisons).hasSize(13);
    try (var sum =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new CompareModelsFunction()),
            CompareModelsFunction::modelOf,
            Types.STRING)) {
      sum.open();
      for (int step = 1; step <= 13; step++) {
        sum.processElement(comparisons.get(step - 1), step * Examples.STEP);
      }
      assertThat(sum.numEventTimeTimers())
          .as("two minutes, and a label that counts now")
          .isEqualTo(4);
      sum.processWatermark(59_999);
      sum.processWatermark(179_999);

      List<ModelReport> reports = sum.extractOutputValues();
      assertThat(reports).extracting(ModelReport::getModel).containsOnly("m");
      assertThat(reports).extracting(ModelReport::getWindows).endsWith(5L, 11L, 12L);
      ModelReport last = reports.get(reports.size() - 1);
      assertThat(last.getChallengerAlarms()).isOne();
      assertThat(last.getChampionAlarms()).isZero();
      assertThat(last.getIncidents()).isOne();
      assertThat(last.getChallengerFound()).isOne();
      assertThat(last.getChampionFound()).isZero();
      assertThat(sum.numEventTimeTimers()).isZero();
    }
  }
}
