package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Outcome;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.job.serde.Outputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the shop's own policy: a leak of orders is answered by a restart. */
class IncidentFunctionTest {

  private static final long START = 1_700_000_000_000L;

  private IncidentOptions options;
  private KeyedOneInputStreamOperatorTestHarness<String, IncidentInput, Incident> harness;

  @BeforeEach
  void open() throws Exception {
    options =
        new IncidentOptions(
            "shop.yaml",
            Files.readString(Path.of("policies/shop.yaml")),
            new IncidentSettings(60_000, 600_000, 0, 300_000, 10, false, 1));
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new IncidentFunction(options), IncidentInput::system, Types.STRING);
    harness.setProcessingTime(START);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void send(IncidentInput input) throws Exception {
    harness.processElement(input, input.timeMillis());
  }

  private static IncidentInput anomaly(AnomalyPhase phase, long at) {
    return IncidentInput.of(Examples.anomaly("orders", phase, START + at));
  }

  private static IncidentInput leak(long at) {
    return IncidentInput.of(
        Diagnosis.newBuilder()
            .setId("d")
            .setSystem("demo.shop")
            .setAt(START + at)
            .setOnset(START)
            .setAnomalies(List.of("a-orders"))
            .setEntities(List.of("demo.shop/orders"))
            .setCandidates(
                List.of(
                    Candidate.newBuilder()
                        .setEntity("demo.shop/orders")
                        .setFaultType("memory_leak")
                        .setConfidence(0.9)
                        .build()))
            .build());
  }

  private static IncidentInput result(ActionRequest request) {
    return IncidentInput.of(
        ActionResult.newBuilder()
            .setKey(request.getKey())
            .setIncident(request.getIncident())
            .setSystem(request.getSystem())
            .setAction(request.getAction())
            .setTarget(request.getTarget())
            .setOutcome(Outcome.SUCCEEDED)
            .setStartedAt(START)
            .setFinishedAt(START)
            .build());
  }

  private <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private IncidentState state() {
    List<Incident> incidents = harness.extractOutputValues();
    return incidents.get(incidents.size() - 1).getState();
  }

  private void leaks() throws Exception {
    send(leak(20_000));
    send(anomaly(AnomalyPhase.OPENED, 0));
    harness.processWatermark(START + 20_000);
  }

  @Test
  void asksOnceForARepairAndClosesWhatStaysWell() throws Exception {
    leaks();
    assertThat(state()).isEqualTo(IncidentState.REMEDIATING);
    assertThat(side(Outputs.REQUESTS)).hasSize(1);
    ActionRequest request = side(Outputs.REQUESTS).get(0);
    assertThat(request.getAction()).isEqualTo("restart");
    assertThat(request.getTarget()).isEqualTo("demo.shop/orders");

    send(result(request));
    send(anomaly(AnomalyPhase.ENDED, 30_000));
    harness.processWatermark(START + 30_000);
    assertThat(state()).isEqualTo(IncidentState.VERIFYING);
    harness.processWatermark(START + 90_000);
    assertThat(state()).isEqualTo(IncidentState.RESOLVED);
    assertThat(side(Outputs.LABELS)).extracting(FeedbackLabel::getEffect).containsExactly("helped");

    harness.processWatermark(START + 10_000_000);
    assertThat(state()).isEqualTo(IncidentState.CLOSED);
    assertThat(side(Outputs.REQUESTS)).hasSize(1);
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void aRestartNeitherForgetsNorRepeatsTheRequest() throws Exception {
    leaks();
    ActionRequest request = side(Outputs.REQUESTS).get(0);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = Restored.of(new IncidentFunction(options), IncidentInput::system, snapshot);
    harness.setProcessingTime(START + 1_000);

    harness.processWatermark(START + 25_000);
    send(leak(26_000));
    harness.processWatermark(START + 26_000);
    assertThat(side(Outputs.REQUESTS)).isEmpty();
    send(result(request));

    assertThat(state()).isEqualTo(IncidentState.VERIFYING);
  }

  @Test
  void aResultThatNeverComesIsNoticedByTheClock() throws Exception {
    leaks();
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
    assertThat(state()).isEqualTo(IncidentState.REMEDIATING);

    harness.setProcessingTime(START + 10 * 60_000);

    assertThat(state()).isNotEqualTo(IncidentState.REMEDIATING);
  }

  @Test
  void aHaltedSystemAsksForNothing() throws Exception {
    send(
        IncidentInput.of(
            "demo.shop",
            ControlMessage.newBuilder()
                .setId("c")
                .setKind(ControlKind.HALT)
                .setScope("demo.shop")
                .setAuthor("kim")
                .setAt(START)
                .build()));
    leaks();

    assertThat(side(Outputs.REQUESTS)).isEmpty();
    assertThat(side(Outputs.AUTOMATION)).extracting(AutomationState::getHalted).contains(true);
  }

  @Test
  void newPoliciesAreInForceAtOnceAndAfterARestart() throws Exception {
    String observing = options.policies().replace("mode: auto", "mode: observe");
    send(IncidentInput.of("demo.shop", new PolicyUpdate("shop.yaml", "h1", observing)));
    leaks();
    assertThat(state()).isEqualTo(IncidentState.PLANNED);
    assertThat(side(Outputs.REQUESTS)).isEmpty();

    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = Restored.of(new IncidentFunction(options), IncidentInput::system, snapshot);
    harness.setProcessingTime(START + 1_000);
    harness.processWatermark(START + 20_000);
    send(leak(26_000));
    harness.processWatermark(START + 26_000);
    assertThat(side(Outputs.REQUESTS)).as("the restart forgot nothing").isEmpty();

    send(IncidentInput.of("demo.shop", new PolicyUpdate("shop.yaml", "h2", options.policies())));
    assertThat(state()).isEqualTo(IncidentState.REMEDIATING);
    assertThat(side(Outputs.REQUESTS)).hasSize(1);
    List<Incident> incidents = harness.extractOutputValues();
    assertThat(incidents.get(incidents.size() - 1).getPolicyVersion()).startsWith("shop-1@");
  }
}
