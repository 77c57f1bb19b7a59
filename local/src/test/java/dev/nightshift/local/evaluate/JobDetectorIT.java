package dev.nightshift.local.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.training.Progress;
import dev.nightshift.training.evaluation.PrecisionRecall;
import dev.nightshift.training.evaluation.RecordingReader;
import dev.nightshift.training.evaluation.Verdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's own operators over a recording: every row judged, and the same each time. */
@Tag("slow")
class JobDetectorIT {

  @TempDir Path directory;

  private static JobDetector detector() {
    return new JobDetector(
        Duration.ofMinutes(1),
        new DetectorOptions(null, null, null, Duration.ofDays(1)),
        Progress.SILENT);
  }

  private EvaluationCase read(TrainingPrefix prefix) throws Exception {
    Path folder = RecordedFiles.series(directory, "one", 1);
    return new CaseFiles(
            "one",
            folder.resolve("train.csv"),
            folder.resolve("test.csv"),
            folder.resolve("test_label.csv"))
        .read(prefix);
  }

  @Test
  void judgesEveryRowAndFindsTheFaultTheSameWayEachTime() throws Exception {
    EvaluationCase data = read(null);

    Verdicts verdicts = detector().run(data);

    assertThat(verdicts.scores()).hasSize(RecordedFiles.STEPS);
    for (int i = 0; i < RecordedFiles.STEPS; i++) {
      assertThat(verdicts.scores()[i]).as("score of row %d", i).isFinite();
      assertThat(verdicts.thresholds()[i]).as("threshold of row %d", i).isFinite();
    }
    assertThat(PrecisionRecall.of(data.labels(), verdicts.scores()).bestF1()).isGreaterThan(0.9);
    assertThat(verdicts.anomalies()[RecordedFiles.FAULT_FROM + 3]).isTrue();
    assertThat(verdicts.anomalies()[RecordedFiles.FAULT_FROM - 3]).isFalse();
    Verdicts again = detector().run(data);
    assertThat(again.scores()).containsExactly(verdicts.scores());
    assertThat(again.thresholds()).containsExactly(verdicts.thresholds());
    assertThat(again.anomalies()).containsExactly(verdicts.anomalies());
  }

  @Test
  void learnsFromTheFirstRowsOfTheTestFile() throws Exception {
    EvaluationCase data = read(new TrainingPrefix(300));

    Verdicts verdicts = detector().run(data);

    assertThat(verdicts.scores()).hasSize(RecordedFiles.STEPS);
    assertThat(verdicts.thresholds()[0]).as("too early for a whole window").isNaN();
    assertThat(verdicts.scores()[0]).isFinite();
    assertThat(verdicts.anomalies()[RecordedFiles.FAULT_FROM + 3]).isTrue();
  }

  @Test
  void aModelOfOthersFindsTheFaultToo() throws Exception {
    EvaluationCase data = read(null);
    Path other = RecordedFiles.series(directory, "two", 5);
    Path third = RecordedFiles.series(directory, "three", 9);

    Verdicts verdicts =
        detector()
            .run(
                data.taughtBy(
                    List.of(
                        RecordingReader.read(other.resolve("train.csv")),
                        RecordingReader.read(third.resolve("train.csv")))));

    assertThat(PrecisionRecall.of(data.labels(), verdicts.scores()).bestF1()).isGreaterThan(0.9);
    assertThat(verdicts.anomalies()[RecordedFiles.FAULT_FROM + 3]).isTrue();
  }
}
