package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.Question;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskFunctionTest {

  private static final String SYSTEM = "demo.shop";

  private KeyedOneInputStreamOperatorTestHarness<String, Observation, Question> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new AskFunction(20_000), Observation::system, Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void asksAllServicesOnceTheAnomaliesHaveGathered() throws Exception {
    harness.processElement(
        Observation.of(Examples.anomaly("orders", AnomalyPhase.OPENED, 1_000)), 1_000);
    harness.processElement(Observation.present(SYSTEM, "demo.shop/cart", 900), 900);
    harness.processElement(Observation.present(SYSTEM, "demo.shop/orders", 900), 900);
    harness.processWatermark(20_999);
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    harness.processWatermark(21_000);

    assertThat(harness.extractOutputValues())
        .extracting(Question::service)
        .containsExactly("demo.shop/cart", "demo.shop/orders", "");
    assertThat(harness.extractOutputValues())
        .extracting(Question::timeMillis)
        .containsOnly(21_000L);
    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numKeyedStateEntries()).as("whom to ask").isEqualTo(1);
  }
}
