package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.FeatureSample;
import dev.nightshift.training.Series.StepKind;
import dev.nightshift.training.SyntheticService.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleReaderTest {

  private static final Series HISTORY = SyntheticService.series(100, 1, Fault.NONE, 0);

  @TempDir private Path root;
  private final SampleReader reader = new SampleReader(20_000);

  @BeforeEach
  void write() throws IOException {
    List<FeatureSample> samples = FeedbackFiles.samples(HISTORY);
    samples.get(90).setAlarm(true);
    FeedbackFiles.write(root.resolve("samples/2026-01-01--00/part-0-0"), samples.subList(50, 100));
    FeedbackFiles.write(root.resolve("samples/2026-01-01--01/part-0-1"), samples.subList(0, 60));
  }

  @Test
  void putsStepsInOrderAndCountsEachOnce() throws IOException {
    Series series = reader.read(root).series().get(0);
    assertThat(series.stepEnds()).isEqualTo(HISTORY.stepEnds());
    // NaN counts as equal to NaN here.
    assertThat(Arrays.deepEquals(series.values(), HISTORY.values())).isTrue();
    assertThat(series.entity()).isEqualTo(SyntheticService.ENTITY);
  }

  @Test
  void marksConfirmedAnomaliesWithAMarginAndUnjudgedAlarms() throws IOException {
    labels("true_positive", 40, 44, 1);
    StepKind[] kinds = reader.read(root).series().get(0).kinds();
    assertThat(kinds[37]).isEqualTo(StepKind.NORMAL);
    assertThat(kinds[38]).isEqualTo(StepKind.UNKNOWN);
    assertThat(kinds[40]).isEqualTo(StepKind.ANOMALY);
    assertThat(kinds[44]).isEqualTo(StepKind.ANOMALY);
    assertThat(kinds[46]).isEqualTo(StepKind.UNKNOWN);
    assertThat(kinds[47]).isEqualTo(StepKind.NORMAL);
    assertThat(kinds[90]).isEqualTo(StepKind.UNKNOWN);
  }

  @Test
  void noTrainingWindowTouchesAnAnomaly() throws IOException {
    labels("missed", 40, 44, 1);
    Series series = reader.read(root).series().get(0);
    Windows windows =
        Windows.cut(
            List.of(series),
            SyntheticService.names(),
            8,
            Windows.Part.TRAINING,
            new IdentityHashMap<>());
    long from = series.stepEnds()[38];
    long to = series.stepEnds()[46] + 7 * series.stepMillis();
    assertThat(windows.ends()).isNotEmpty().noneMatch(end -> end >= from && end <= to);
    // 100 steps, gaps 38-46 and 90: runs of 38, 43 and 9 steps.
    assertThat(windows.size()).isEqualTo(31 + 36 + 2);
  }

  @Test
  void aLaterLabelOverrulesAnEarlier() throws IOException {
    labels("false_alarm", 88, 92, 2);
    labels("true_positive", 88, 92, 1);
    StepKind[] kinds = reader.read(root).series().get(0).kinds();
    assertThat(kinds[90]).isEqualTo(StepKind.FALSE_ALARM);
  }

  @Test
  void passesOverUnfinishedFilesAndNamesBrokenOnes() throws IOException {
    Files.writeString(root.resolve("samples/.part-0-2.inprogress.1"), "half");
    Files.createDirectories(root.resolve("samples/_temporary"));
    Files.writeString(root.resolve("samples/_temporary/part-0-3"), "half");
    assertThat(reader.read(root).skipped()).isEmpty();
    Files.writeString(root.resolve("samples/part-0-4"), "not Avro");
    SampleReader.Feedback feedback = reader.read(root);
    assertThat(feedback.skipped()).singleElement().asString().contains("part-0-4");
    assertThat(feedback.samples()).isEqualTo(110);
  }

  private void labels(String label, int from, int to, long at) throws IOException {
    FeedbackFiles.write(
        root.resolve("labels/part-" + label),
        List.of(FeedbackFiles.label(label, HISTORY, from, to, at)));
  }
}
