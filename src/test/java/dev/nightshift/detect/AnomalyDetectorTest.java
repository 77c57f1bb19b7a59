package dev.nightshift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.detect.univariate.UnivariateScorer;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnomalyDetectorTest {

  private static final long STEP = 10_000;
  private static final Entity ORDERS = Entity.service("demo.shop", "orders");
  private static final String[] MANY =
      IntStream.range(0, 20).mapToObj(f -> "f" + f).toArray(String[]::new);
  private static final Calibration CALIBRATION = new Calibration(2f, 0.02f, 0.2f, 0f, 5000);

  private final AnomalyDetector detector = new AnomalyDetector(DetectorSettings.DEFAULT);
  private final DetectorState state = new DetectorState();
  private long step;

  @Test
  void opensAfterTwoOfThreeAndEndsAfterFourQuietSteps() {
    quiet(20);
    assertThat(feed(9f)).isEmpty();
    List<Anomaly> opened = feed(9f);
    assertThat(opened).hasSize(1);
    assertThat(opened.get(0).getPhase()).isEqualTo(AnomalyPhase.OPENED);
    assertThat(opened.get(0).getOnset()).isEqualTo(21 * STEP);
    assertThat(opened.get(0).getEntity()).isEqualTo("demo.shop/orders");
    assertThat(opened.get(0).getContributions().get(0).getFeature()).isEqualTo("cpu");
    assertThat(opened.get(0).getContributions().get(0).getUsual()).isEqualTo(0.3f);

    assertThat(feed(0.5f, 0.5f, 0.5f)).isEmpty();
    List<Anomaly> ended = feed(0.5f);
    assertThat(ended.get(0).getPhase()).isEqualTo(AnomalyPhase.ENDED);
    assertThat(ended.get(0).getEnded()).isEqualTo(23 * STEP);
    assertThat(ended.get(0).getId()).isEqualTo(opened.get(0).getId());
  }

  @Test
  void oneHighStepIsNotAnAnomaly() {
    quiet(20);
    assertThat(feed(9f, 1f, 1f, 9f, 1f, 1f)).isEmpty();
  }

  @Test
  void whatIsExportedOnceAMinuteIsJudgedByItsMinutes() {
    for (int minute = 0; minute < 20; minute++) {
      assertThat(feedAfter(6, 0.5f)).isEmpty();
    }
    assertThat(feedAfter(6, 9f)).isEmpty();
    List<Anomaly> opened = feedAfter(6, 9f);
    assertThat(opened).extracting(Anomaly::getPhase).containsExactly(AnomalyPhase.OPENED);
    assertThat(opened.get(0).getOnset()).as("a minute ago").isEqualTo((step - 6) * STEP);
    feedAfter(6, 0.5f);
    feedAfter(6, 0.5f);
    feedAfter(6, 0.5f);
    assertThat(feedAfter(6, 0.5f))
        .extracting(Anomaly::getPhase)
        .containsExactly(AnomalyPhase.ENDED);
  }

  private List<Anomaly> feedAfter(int steps, float score) {
    step += steps - 1;
    return feed(score);
  }

  @Test
  void betweenLeaveLevelAndThresholdNothingChanges() {
    quiet(20);
    feed(9f, 9f);
    float between = (float) detector.threshold().value(state.threshold) * 0.9f;
    for (int i = 0; i < 50; i++) {
      feed(between, 0.5f, 0.5f, 0.5f);
    }
    assertThat(state.open).isTrue();
  }

  @Test
  void isUpdatedWhenThePeakGrowsAndNowAndThen() {
    quiet(20);
    feed(9f, 9f);
    assertThat(feed(10f)).isEmpty();
    assertThat(feed(20f)).extracting(Anomaly::getPhase).containsExactly(AnomalyPhase.UPDATED);
    assertThat(feed(9f, 9f, 9f, 9f, 9f)).isEmpty();
    assertThat(feed(9f)).extracting(Anomaly::getPeakScore).containsExactly(20f);
  }

  @Test
  void everyStepOfTheAnomalyTellsWhichFeaturesMakeIt() {
    quiet(20);
    assertThat(accept("restarts", 6f)).isEmpty();
    List<Anomaly> opened = accept("log_error_ratio", 9f);
    assertThat(features(opened)).containsExactly("log_error_ratio", "restarts");
    assertThat(accept("log_error_ratio", 9f)).isEmpty();
    List<Anomaly> updated = accept("memory", 8f);
    assertThat(features(updated)).containsExactly("log_error_ratio", "memory", "restarts");
    accept("memory", 8f);
    feed(0.5f, 0.5f, 0.5f, 0.5f);
    quiet(20);
    feed(9f);
    assertThat(features(feed(9f))).containsExactly("cpu", "latency_p99");
  }

  private List<Anomaly> accept(String feature, float score) {
    return detector
        .accept(
            state,
            new Score(
                ORDERS,
                "shop@1",
                true,
                ++step * STEP,
                STEP,
                score,
                new String[] {feature},
                new float[] {score},
                new float[] {1},
                CALIBRATION))
        .stream()
        .toList();
  }

  private static List<String> features(List<Anomaly> said) {
    return said.get(0).getContributions().stream().map(Contribution::getFeature).toList();
  }

  @Test
  void duplicatesAndOldStepsAreIgnored() {
    quiet(20);
    feed(9f);
    step--;
    assertThat(feed(9f)).isEmpty();
    assertThat(state.open).isFalse();
  }

  @Test
  void silenceKeepsAnAnomalyAndThenEndsIt() {
    quiet(20);
    feed(9f, 9f);
    long last = step * STEP;
    assertThat(detector.silenceDeadline(state)).isEqualTo(last + 600_000);
    assertThat(detector.onSilence(state, last + 599_999)).isEmpty();
    assertThat(detector.onSilence(state, last + 600_000))
        .get()
        .extracting(Anomaly::getPhase)
        .isEqualTo(AnomalyPhase.ENDED);
    assertThat(detector.silenceDeadline(state)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void missingStepsAreNeitherHighNorQuiet() {
    quiet(20);
    feed(9f);
    step += 5;
    assertThat(feed(9f)).isEmpty();
    assertThat(feed(9f)).hasSize(1);
    feed(0.5f, 0.5f, 0.5f);
    step += 10;
    feed(0.5f, 0.5f, 0.5f);
    assertThat(state.open).isTrue();
    feed(0.5f);
    assertThat(state.open).isFalse();
  }

  @Test
  void sameScoresGiveTheSameIds() {
    DetectorState other = new DetectorState();
    List<Anomaly> first = new ArrayList<>();
    List<Anomaly> second = new ArrayList<>();
    for (int i = 1; i < 200; i++) {
      Score score = score(i, i % 40 > 30 ? 9f : 1f);
      detector.accept(state, score).ifPresent(first::add);
      detector.accept(other, score).ifPresent(second::add);
    }
    // In words: Avro does not call two NaN equal.
    assertThat(first).hasSizeGreaterThan(4);
    assertThat(first.toString()).isEqualTo(second.toString());
  }

  @Test
  void anomalyEndsWhenAModelWithoutCalibrationTakesOver() {
    quiet(20);
    feed(9f, 9f);
    List<Anomaly> said = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Score old = score((int) ++step, 9f);
      detector
          .accept(
              state,
              new Score(
                  ORDERS,
                  "new@1",
                  true,
                  old.stepEnd(),
                  STEP,
                  9f,
                  old.topFeatures(),
                  old.topErrors(),
                  old.topValues(),
                  null))
          .ifPresent(said::add);
    }
    assertThat(said).extracting(Anomaly::getPhase).containsExactly(AnomalyPhase.ENDED);
  }

  @Test
  void ofManyFeaturesAFewThatLeaveTheirPlaceForOneStepAreAnAnomaly() {
    feedMany(300, 1f, 0);
    List<Anomaly> opened = feedMany(1, 1f, 9);

    assertThat(opened).extracting(Anomaly::getPhase).containsExactly(AnomalyPhase.OPENED);
    assertThat(opened.get(0).getOnset()).isEqualTo(step * STEP);
    assertThat(opened.get(0).getPeakScore())
        .as("in the measure that it was judged by")
        .isGreaterThan(opened.get(0).getThreshold());
    assertThat(features(opened))
        .as("those that left their place, not those of the score")
        .containsExactlyInAnyOrder("f0", "f1", "f2");
    Contribution first = opened.get(0).getContributions().get(0);
    assertThat(first.getValue()).isBetween(8f, 10f);
    assertThat(first.getUsual()).isBetween(-0.5f, 0.5f);
    assertThat(first.getError()).isGreaterThan(5);
    assertThat(feedMany(3, 1f, 0)).isEmpty();
    assertThat(feedMany(1, 1f, 0))
        .extracting(Anomaly::getPhase)
        .containsExactly(AnomalyPhase.ENDED);
  }

  @Test
  void ofManyFeaturesTheScoreHasToStayHighForLong() {
    feedMany(300, 1f, 0);

    assertThat(feedMany(7, 9f, 0)).as("seven high scores").isEmpty();
    List<Anomaly> opened = feedMany(1, 9f, 0);
    assertThat(opened).extracting(Anomaly::getPhase).containsExactly(AnomalyPhase.OPENED);
    assertThat(opened.get(0).getOnset()).isEqualTo(301 * STEP);
    assertThat(opened.get(0).getPeakScore()).isEqualTo(9f);
    assertThat(features(opened)).as("those of the score").contains("cpu");
  }

  @Test
  void aShiftOfTheScoreOfManyFeaturesDoesNotAlarmForEver() {
    feedMany(300, 1f, 0);
    feedMany(10, 5f, 0);
    assertThat(state.open).isTrue();
    feedMany(700, 5f, 0);
    assertThat(state.open).as("patient for some hours").isTrue();
    feedMany(3_000, 5f, 0);

    assertThat(state.open).isFalse();
  }

  @Test
  void feedbackMovesTheLimitOfSingleFeaturesToo() {
    feedMany(300, 1f, 0);
    for (int i = 0; i < 20; i++) {
      detector.threshold().adjust(state.threshold, 1.5);
    }

    assertThat(feedMany(1, 1f, 9)).as("at four times the reach").isEmpty();
  }

  @Test
  void ofASingleSeriesOneStepOpensAndItsAftershocksAreHeldBack() {
    feedSeries(200, 0);
    List<Anomaly> opened = feedSeries(1, 20);
    assertThat(opened).extracting(Anomaly::getPhase).containsExactly(AnomalyPhase.OPENED);
    assertThat(opened.get(0).getOnset()).isEqualTo(step * STEP);
    assertThat(opened.get(0).getThreshold()).isEqualTo(8);
    assertThat(features(opened)).containsExactly("cpu");
    feedSeries(3, 15);
    assertThat(state.open).as("still strange").isTrue();
    feedSeries(4, 0);
    assertThat(state.open).isFalse();

    assertThat(feedSeries(2, 25)).as("an aftershock").isEmpty();
    assertThat(feedSeries(1, 60)).as("far worse").hasSize(1);
    feedSeries(300, 0);
    assertThat(feedSeries(1, 20)).as("another problem").hasSize(1);
  }

  @Test
  void ofASingleSeriesTheAlarmRateAndFeedbackMoveTheLimit() {
    feedSeries(200, 0);
    assertThat(feedSeries(1, 7.9f)).isEmpty();
    feedSeries(200, 0);
    for (int i = 0; i < 20; i++) {
      detector.threshold().adjust(state.threshold, 1.5);
    }
    assertThat(feedSeries(1, 20)).as("at four times the limit").isEmpty();
    assertThat(UnivariateScorer.alarm(1e-4)).isEqualTo(8);
    assertThat(UnivariateScorer.alarm(1e-5) - UnivariateScorer.alarm(1e-4))
        .isCloseTo(Math.log(10), within(1e-9));
  }

  private List<Anomaly> feedSeries(int steps, float nats) {
    List<Anomaly> said = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Score score =
          new Score(
              ORDERS,
              ColdStartScorer.SERIES,
              true,
              ++step * STEP,
              STEP,
              nats,
              new String[] {"cpu"},
              new float[] {nats},
              new float[] {0.9f},
              null);
      float limit = (float) detector.limit(state, score);
      detector.accept(state, score).ifPresent(said::add);
      assertThat(limit).isEqualTo((float) (8 * state.threshold.factor));
      assertThat(detector.told(state, score)).isIn(0f, nats);
    }
    return said;
  }

  /**
   * Scores of an entity with 20 features that swing by themselves; three of them off by so much.
   */
  private List<Anomaly> feedMany(int steps, float score, float off) {
    List<Anomaly> said = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Score plain = score((int) ++step, score);
      float[] values = new float[20];
      for (int f = 0; f < values.length; f++) {
        values[f] = (float) Math.sin(step * (f + 1) * 0.7) + (f < 3 ? off : 0);
      }
      detector
          .accept(
              state,
              new Score(
                  ORDERS,
                  plain.model(),
                  true,
                  plain.stepEnd(),
                  STEP,
                  score,
                  plain.topFeatures(),
                  plain.topErrors(),
                  plain.topValues(),
                  CALIBRATION,
                  values,
                  Score.bringsNames(plain.stepEnd(), STEP) ? MANY : new String[0]))
          .ifPresent(said::add);
    }
    return said;
  }

  private void quiet(int steps) {
    for (int i = 0; i < steps; i++) {
      feed(1f);
    }
  }

  private List<Anomaly> feed(float... scores) {
    List<Anomaly> said = new ArrayList<>();
    for (float score : scores) {
      detector.accept(state, score((int) ++step, score)).ifPresent(said::add);
    }
    return said;
  }

  private static Score score(int step, float score) {
    float cpu = score > 5 ? 0.95f : 0.3f;
    return new Score(
        ORDERS,
        "shop@1",
        true,
        step * STEP,
        STEP,
        score,
        new String[] {"cpu", "latency_p99"},
        new float[] {score * 0.8f, score * 0.2f},
        new float[] {cpu, Float.NaN},
        CALIBRATION);
  }
}
