package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.PolicyEvent;
import dev.nightshift.contract.PolicyStatus;
import dev.nightshift.job.serde.Outputs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the file to every system, without a restart. */
class PolicyReloadTest {

  private static final String FIRST =
      """
      version: "1"
      actions: {restart: {risk: low, idempotent: true}}
      rules: [{name: leak, fault_types: [memory_leak], actions: [restart]}]
      """;
  private static final String SECOND = FIRST.replace("\"1\"", "\"2\"");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(directory.resolve("policy.yaml"), FIRST);
  }

  private OneInputStreamOperatorTestHarness<Long, PolicyUpdate> open(OperatorSubtaskState snapshot)
      throws Exception {
    OneInputStreamOperatorTestHarness<Long, PolicyUpdate> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new PolicyWatchFunction(file.toUri(), FIRST)));
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  private static void twoTicks(OneInputStreamOperatorTestHarness<Long, PolicyUpdate> harness)
      throws Exception {
    harness.processElement(0L, 0);
    harness.processElement(1L, 0);
  }

  private static PolicyStatus status(
      OneInputStreamOperatorTestHarness<Long, PolicyUpdate> harness) {
    return harness.getSideOutput(Outputs.POLICY_STATUS).peek().getValue();
  }

  @Test
  void whatStaysTheSameForATickIsAnnouncedOnce() throws Exception {
    try (var harness = open(null)) {
      twoTicks(harness);
      assertThat(harness.extractOutputValues()).as("the job was submitted with it").isEmpty();

      Files.writeString(file, SECOND);
      harness.processElement(2L, 0);
      assertThat(harness.extractOutputValues()).as("it may still be being written").isEmpty();
      twoTicks(harness);

      assertThat(harness.extractOutputValues())
          .extracting(PolicyUpdate::text)
          .containsExactly(SECOND);
      assertThat(status(harness).getEvent()).isEqualTo(PolicyEvent.IN_FORCE);
      assertThat(status(harness).getVersion()).startsWith("2@");
    }
  }

  @Test
  void aFaultyFileIsRefusedWithItsLineAndThoseInForceStay() throws Exception {
    try (var harness = open(null)) {
      Files.writeString(file, SECOND.replace("[restart]", "[reboot]"));
      twoTicks(harness);
      twoTicks(harness);

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.getSideOutput(Outputs.POLICY_STATUS)).as("said once").hasSize(1);
      assertThat(status(harness).getEvent()).isEqualTo(PolicyEvent.REFUSED);
      assertThat(status(harness).getReason()).contains("policy.yaml:3", "unknown action 'reboot'");

      Files.writeString(file, SECOND);
      twoTicks(harness);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void aFileThatIsAwayChangesNothing() throws Exception {
    try (var harness = open(null)) {
      Files.delete(file);
      twoTicks(harness);

      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void afterARestartItKnowsWhatItAnnounced() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      Files.writeString(file, SECOND);
      twoTicks(harness);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      twoTicks(harness);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void everySystemHearsOfThemAndSoDoesOneThatAppearsLater() throws Exception {
    PolicyUpdate update = new PolicyUpdate("p", "h", SECOND);
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
            new PolicyRouter(), one -> "", system -> "", Types.STRING)) {
      harness.processElement2("a", 0);
      harness.processElement1(update, 0);
      harness.processElement2("a", 0);
      harness.processElement2("b", 0);

      assertThat(harness.extractOutputValues())
          .containsExactly(IncidentInput.of("a", update), IncidentInput.of("b", update));
    }
  }
}
