package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Placement;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class GraphFunctionTest {

  private static final String SYSTEM = "demo.shop";

  @Test
  void anAnomalyIsToldItsCallersAndItsHosts() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, SystemEvent, SystemEvent> harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new GraphFunction(DeclaredCalls.NONE), SystemEvent::system, Types.STRING)) {
      harness.processElement(
          SystemEvent.of(Examples.anomaly("orders", AnomalyPhase.OPENED, 10)), 10);
      harness.processElement(
          SystemEvent.of(
              new Placement(new Entity(SYSTEM, "orders", "orders-1"), "node-1", "web", 10)),
          10);
      harness.processElement(
          SystemEvent.of(new CallEdge(SYSTEM, "demo.shop/front", "demo.shop/orders", 10, 1, 0, 1)),
          10);

      harness.processWatermark(10);

      assertThat(harness.extractOutputValues())
          .as("a placement goes no further")
          .extracting(SystemEvent::kind)
          .containsExactly(SystemEvent.Kind.CALL, SystemEvent.Kind.ANOMALY);
      SystemEvent anomaly = harness.extractOutputValues().get(1);
      assertThat(anomaly.callers()).containsExactly("demo.shop/front");
      assertThat(anomaly.hosts()).containsExactly("node-1");
      assertThat(anomaly.deployments()).containsExactly("web");
      assertThat(harness.numEventTimeTimers()).isZero();
      assertThat(harness.numKeyedStateEntries()).as("graph and places").isEqualTo(2);
    }
  }
}
