package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Signal;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallEdgeFunctionTest {

  private KeyedOneInputStreamOperatorTestHarness<String, Signal, CallEdge> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new CallEdgeFunction(), signal -> signal.span().traceId(), Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void span(String service, String id, String parent, SpanKind kind, String peer)
      throws Exception {
    Span span =
        new Span(
            Entity.service("demo.shop", service),
            "trace",
            id,
            parent,
            "op",
            kind,
            1_000_000_000L,
            1_020_000_000L,
            false,
            peer);
    harness.processElement(Signal.of(span), span.endMillis());
  }

  @Test
  void pairsCallerAndCalleeInEitherOrder() throws Exception {
    span("payment", "2", "1", SpanKind.SERVER, "");
    assertThat(harness.extractOutputValues()).isEmpty();
    span("orders", "1", "", SpanKind.CLIENT, "");
    assertThat(harness.extractOutputValues()).describedAs("the call has not ended").isEmpty();
    harness.processWatermark(1_020);

    CallEdge edge = harness.extractOutputValues().get(0);
    assertThat(edge.caller()).isEqualTo("demo.shop/orders");
    assertThat(edge.callee()).isEqualTo("demo.shop/payment");
    assertThat(edge.calls()).isEqualTo(1);
  }

  @Test
  void aTraceEndsWithItsTimerAndLeavesNothing() throws Exception {
    span("orders", "1", "", SpanKind.CLIENT, "orders-db");
    assertThat(harness.numKeyedStateEntries()).describedAs("trace and newest span").isEqualTo(2);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    harness.processWatermark(31_019);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.processWatermark(31_020);

    assertThat(harness.extractOutputValues())
        .extracting(CallEdge::callee)
        .containsExactly("demo.shop/orders-db");
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void aSpanThatComesAfterTheEndLeavesNothingEither() throws Exception {
    span("orders", "1", "", SpanKind.CLIENT, "");
    harness.processWatermark(100_000);
    span("payment", "2", "1", SpanKind.SERVER, "");
    harness.processWatermark(130_000);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }
}
