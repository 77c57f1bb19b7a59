package dev.nightshift.job.operator;

import static dev.nightshift.job.operator.Examples.gauge;
import static dev.nightshift.job.operator.Examples.model;
import static dev.nightshift.job.operator.Examples.retired;
import static dev.nightshift.job.operator.Examples.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.detect.Score;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.job.serde.Outputs;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoringOperatorTest {

  private static final int BATCH = 3;

  private TwoInputStreamOperatorTestHarness<FeatureWindow, ModelAnnouncement, Score> harness;

  @BeforeEach
  void open() throws Exception {
    FakeScorers.DIARY.clear();
    FakeScorers.storeIsAway = false;
    open(List.of(model("1", Role.CHAMPION)), null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void open(List<ModelAnnouncement> models, OperatorSubtaskState snapshot)
      throws Exception {
    harness =
        new TwoInputStreamOperatorTestHarness<>(
            new ScoringOperator(models, new FakeScorers(), BATCH));
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
  }

  private void send(String model, long stepEnd, float... values) throws Exception {
    harness.processElement1(window(model, stepEnd, values), stepEnd);
  }

  private void announce(ModelAnnouncement announcement) throws Exception {
    harness.processElement2(announcement, 0);
  }

  private List<Score> scores() {
    return harness.extractOutputValues();
  }

  private <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  @Test
  void scoresAFullBatchInOneCall() throws Exception {
    send("m@1", 1, 0, 10);
    send("m@1", 2, 0, 20);
    assertThat(scores()).isEmpty();
    send("m@1", 3, 0, 30);

    assertThat(scores()).extracting(Score::score).containsExactly(10f, 20f, 30f);
    assertThat(FakeScorers.DIARY).containsExactly("open 1", "score 1x3");
    Score score = scores().get(0);
    assertThat(score.champion()).isTrue();
    assertThat(score.topFeatures()).containsExactly("cpu");
    assertThat(score.topValues()).containsExactly(10f);
    assertThat(harness.extractOutputStreamRecords().get(2).getTimestamp()).isEqualTo(3);
  }

  @Test
  void noWindowWaitsPastAWatermark() throws Exception {
    send("m@1", 1, 0, 10);

    harness.processWatermark1(new Watermark(5));
    harness.processWatermark2(new Watermark(5));

    assertThat(harness.getOutput()).hasSize(2).last().isEqualTo(new Watermark(5));
    assertThat(scores()).hasSize(1);
  }

  @Test
  void noWindowWaitsPastABarrier() throws Exception {
    send("m@1", 1, 0, 10);

    harness.prepareSnapshotPreBarrier(1);

    assertThat(scores()).extracting(Score::score).containsExactly(10f);
  }

  @Test
  void aBatchIsScoredOnceAndByTheModelThatItWasMadeFor() throws Exception {
    send("m@1", 1, 0, 10);
    announce(model("2", Role.CHAMPION));
    send("m@2", 2, 0, 20);
    harness.processWatermark1(new Watermark(5));

    assertThat(FakeScorers.DIARY)
        .containsExactly("open 1", "score 1x1", "close 1", "open 2", "score 2x1");
    assertThat(scores()).extracting(Score::model).containsExactly("m@1", "m@2");
  }

  @Test
  void whereTwoModelsScoreBothScoresAreCompared() throws Exception {
    send("m@1", 1, 0, 10);
    announce(model("2", Role.CHALLENGER));
    send("m@1", 2, 0, 20);
    harness.processElement1(window("m@2", 2, 0, 21).compared(), 2);
    announce(retired("2"));
    send("m@1", 3, 0, 30);
    harness.prepareSnapshotPreBarrier(1);

    assertThat(scores())
        .filteredOn(score -> !score.champion())
        .extracting(Score::model)
        .containsExactly("m@2");
    assertThat(side(Outputs.COMPARED)).extracting(Score::score).containsExactlyInAnyOrder(20f, 21f);
  }

  @Test
  void aWindowCountsAsItWasMadeWhateverTheRolesAreNow() throws Exception {
    announce(model("2", Role.CHALLENGER));
    send("m@1", 1, 0, 10);
    harness.processElement1(window("m@2", 1, 0, 11).compared(), 1);
    announce(model("2", Role.CHAMPION));
    announce(model("1", Role.CHALLENGER));
    send("m@1", 2, 0, 20); // made before the task that makes windows had heard of it
    harness.processElement1(window("m@2", 2, 0, 21).compared(), 2);
    harness.prepareSnapshotPreBarrier(1);

    assertThat(scores())
        .filteredOn(Score::champion)
        .extracting(Score::stepEnd)
        .containsExactly(1L, 2L);
  }

  @Test
  void aChallengersWindowsNeverReachTheStreamingDetector() throws Exception {
    announce(model("broken", Role.CHALLENGER));
    announce(model("2", Role.CHALLENGER));
    harness.processElement1(window("m@broken", 1, 0, 10).compared(), 1);
    harness.processElement1(window("m@2", 1, 0, FakeScorers.FAILING).compared(), 1);
    harness.prepareSnapshotPreBarrier(1);

    assertThat(side(ScoringOperator.UNSCORED)).isEmpty();
    assertThat(side(Outputs.MODEL_REPORTS))
        .extracting(ModelReport::getFailed)
        .as("a store that cannot be read says nothing about the model")
        .containsExactly("2");
  }

  @Test
  void aFailingModelIsLeftOutByNameAndItsWindowsGoToTheStreamingDetector() throws Exception {
    send("m@1", 1, 0, 10);
    send("m@1", 2, 0, FakeScorers.FAILING);
    harness.prepareSnapshotPreBarrier(1);
    send("m@1", 3, 0, 30);
    harness.prepareSnapshotPreBarrier(2);

    assertThat(scores()).isEmpty();
    assertThat(side(ScoringOperator.UNSCORED))
        .extracting(FeatureWindow::stepEnd)
        .containsExactly(1L, 2L, 3L);
    assertThat(side(ScoringOperator.UNSCORED))
        .as("the streaming detector needs the names that the manifest had")
        .allSatisfy(window -> assertThat(window.featureNames()).containsExactly("cpu"));
    assertThat(FakeScorers.DIARY).containsExactly("open 1", "score 1x2", "close 1");
    ModelStatus refused = side(Outputs.MODEL_STATUS).get(1);
    assertThat(refused.getEvent()).isEqualTo(ModelEvent.REFUSED);
    assertThat(refused.getModel()).isEqualTo("m");
    assertThat(refused.getReason()).isEqualTo("the session died");
    ModelReport report = side(Outputs.MODEL_REPORTS).get(0);
    assertThat(report.getFailed()).isEqualTo("1");
    assertThat(report.getHash()).isEqualTo("hash-1");
    assertThat(report.getReason()).isEqualTo("the session died");
  }

  @Test
  void theStreamingDetectorGetsValuesInTheirOwnUnits() throws Exception {
    FeatureWindow placed =
        new FeatureWindow(
            Examples.ORDERS,
            "m@1",
            1,
            2,
            new float[] {0, FakeScorers.FAILING},
            null,
            new float[] {4711},
            true);
    harness.processElement1(placed, 1);
    harness.prepareSnapshotPreBarrier(1);

    FeatureWindow window = side(ScoringOperator.UNSCORED).get(0);
    assertThat(window.featureNames()).containsExactly("cpu");
    assertThat(window.steps()).isEqualTo(1);
    assertThat(window.values()).containsExactly(4711);
  }

  @Test
  void aModelThatCannotBeOpenedLeavesTheOthersAlone() throws Exception {
    announce(model("broken", Role.CHALLENGER));
    send("m@broken", 1, 0, 10);
    send("m@1", 1, 0, 10);
    harness.prepareSnapshotPreBarrier(1);

    assertThat(scores()).extracting(Score::model).containsExactly("m@1");
    assertThat(side(ScoringOperator.UNSCORED)).hasSize(1);
    assertThat(side(Outputs.MODEL_STATUS))
        .filteredOn(status -> status.getEvent() == ModelEvent.REFUSED)
        .extracting(ModelStatus::getVersion)
        .containsExactly("broken");
  }

  @Test
  void aModelThatCouldNotBeReadIsTriedAgainAfterAWhile() throws Exception {
    FakeScorers.storeIsAway = true;
    harness.setProcessingTime(1_000);
    send("m@1", 1, 0, 10);
    FakeScorers.storeIsAway = false;
    harness.setProcessingTime(30_999);
    send("m@1", 2, 0, 20);
    harness.setProcessingTime(31_000);
    send("m@1", 3, 0, 30);
    harness.prepareSnapshotPreBarrier(1);

    assertThat(scores()).extracting(Score::stepEnd).containsExactly(3L);
    assertThat(side(ScoringOperator.UNSCORED)).hasSize(2);
  }

  @Test
  void windowsThatNoModelFitsAreNotLost() throws Exception {
    send("", 1, 0, 1);
    send("m@gone", 2, 0, 1);
    send("m@1", 3, 0, 1, 0, 2); // two features, where the model has one
    send("m@1", 4, 0, Float.NaN);
    announce(retired("1"));
    send("m@1", 5, 0, 1);

    assertThat(side(ScoringOperator.UNSCORED))
        .extracting(FeatureWindow::stepEnd)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(side(ScoringOperator.UNSCORED))
        .allSatisfy(window -> assertThat(window.featureNames()).hasSize(window.features()));
  }

  @Test
  void aReplacedModelOfTheSameNameHasANewShape() throws Exception {
    send("m@1", 1, 0, 10);
    announce(model("1", Role.CHAMPION, List.of(gauge("cpu"), gauge("memory"))));
    send("m@1", 2, 0, 0, 20, 21);
    harness.prepareSnapshotPreBarrier(1);

    assertThat(scores()).extracting(Score::score).containsExactly(10f, 20f);
    assertThat(scores().get(1).topFeatures()).containsExactly("memory", "cpu");
  }

  @Test
  void restoresTheModelsThatWereInForce() throws Exception {
    announce(model("2", Role.CHAMPION));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    FakeScorers.DIARY.clear();

    open(List.of(model("1", Role.CHAMPION)), snapshot);
    send("m@2", 1, 0, 10);
    send("m@1", 2, 0, 10);
    harness.prepareSnapshotPreBarrier(1);

    assertThat(scores()).extracting(Score::model).containsExactly("m@2");
    assertThat(FakeScorers.DIARY).containsExactly("open 2", "score 2x1");
  }

  @Test
  void closesEveryModelWithTheTask() throws Exception {
    send("m@1", 1, 0, 10);
    harness.close();

    assertThat(FakeScorers.DIARY).contains("open 1").endsWith("close 1");
  }
}
