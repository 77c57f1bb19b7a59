package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.patterns.PatternLibrary.Source;
import dev.nightshift.patterns.PatternSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternWatchFunctionTest {

  private static final Path SHIPPED = Path.of("../cep-patterns/patterns");

  @TempDir Path directory;

  private OneInputStreamOperatorTestHarness<Long, PatternSet> open(
      List<Source> initial, OperatorSubtaskState state) throws Exception {
    OneInputStreamOperatorTestHarness<Long, PatternSet> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new PatternWatchFunction(List.of(directory.toUri()), initial)));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private Source copy(String name) throws IOException {
    String text = Files.readString(SHIPPED.resolve(name));
    return write(name, text);
  }

  private Source write(String name, String text) throws IOException {
    return new Source(Files.writeString(directory.resolve(name), text).toString(), text);
  }

  private static void lookTwice(OneInputStreamOperatorTestHarness<Long, PatternSet> harness)
      throws Exception {
    harness.processElement(0L, 0);
    harness.processElement(1L, 0);
  }

  @Test
  void tellsAllFilesInForceWhenOneComesChangesOrGoes() throws Exception {
    Source crash = copy("crash_loop.yaml");
    try (var harness = open(List.of(crash), null)) {
      lookTwice(harness);
      assertThat(harness.extractOutputValues()).isEmpty();

      Source leak = copy("memory_leak.yaml");
      lookTwice(harness);
      Source shorter = write("memory_leak.yaml", leak.yaml().replace("10m", "5m"));
      lookTwice(harness);
      Files.delete(directory.resolve("crash_loop.yaml"));
      lookTwice(harness);

      assertThat(harness.extractOutputValues())
          .containsExactly(
              new PatternSet(List.of(crash, leak)),
              new PatternSet(List.of(crash, shorter)),
              new PatternSet(List.of(shorter)));
    }
  }

  @Test
  void faultyFileBecomesADeadLetterWithLineAndReason() throws Exception {
    Source crash = copy("crash_loop.yaml");
    try (var harness = open(List.of(crash), null)) {
      write("crash_loop.yaml", crash.yaml().replace("within: 10m", "within: soon"));
      lookTwice(harness);
      lookTwice(harness);

      assertThat(harness.extractOutputValues()).isEmpty();
      List<DeadLetter> letters =
          harness.getSideOutput(Outputs.DEAD_LETTERS).stream().map(StreamRecord::getValue).toList();
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0).getReason()).isEqualTo(PatternWatchFunction.REFUSED);
      assertThat(letters.get(0).getDetail())
          .contains("crash_loop.yaml:3: ")
          .contains("expected a duration");
    }
  }

  @Test
  void aPlaceThatVanishesTakesNoPatternAway() throws Exception {
    Source crash = copy("crash_loop.yaml");
    try (var harness = open(List.of(crash), null)) {
      Files.delete(directory.resolve("crash_loop.yaml"));
      Files.delete(directory);
      lookTwice(harness);
      lookTwice(harness);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void restoredWatcherTellsOnlyWhatChangedMeanwhile() throws Exception {
    Source crash = copy("crash_loop.yaml");
    Source leak = copy("memory_leak.yaml");
    OperatorSubtaskState state;
    try (var harness = open(List.of(crash, leak), null)) {
      state = harness.snapshot(1, 1);
    }
    try (var harness = open(List.of(crash), state)) {
      lookTwice(harness);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
    Files.delete(directory.resolve("memory_leak.yaml"));
    try (var harness = open(List.of(crash), state)) {
      lookTwice(harness);
      assertThat(harness.extractOutputValues()).containsExactly(new PatternSet(List.of(crash)));
    }
  }
}
