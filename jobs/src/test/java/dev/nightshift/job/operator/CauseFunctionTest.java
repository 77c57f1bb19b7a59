package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.diagnose.evidence.Finding;
import dev.nightshift.diagnose.evidence.Finding.Sign;
import dev.nightshift.diagnose.evidence.Question;
import dev.nightshift.diagnose.evidence.ServiceFindings;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CauseFunctionTest {

  private static final String SYSTEM = "demo.shop";

  private KeyedOneInputStreamOperatorTestHarness<String, CauseInput, CauseRanking> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new CauseFunction(DeclaredCalls.NONE), CauseInput::system, Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void give(CauseInput input) throws Exception {
    harness.processElement(input, input.timeMillis());
  }

  private static CauseInput slow(String service, double weight, long time) {
    Finding finding = new Finding("demo.shop/" + service, Sign.LATENCY, "p99", weight, "", "slow");
    return CauseInput.of(
        new ServiceFindings(
            SYSTEM,
            "demo.shop/" + service,
            List.of(finding),
            Double.NaN,
            Double.NaN,
            List.of(),
            false,
            time));
  }

  private static CauseInput question(long time) {
    return CauseInput.of(new Question(SYSTEM, "", "", "", 50, false, List.of("a1"), time));
  }

  @Test
  void ranksWhenAllAnswersOfARoundAreThere() throws Exception {
    give(question(100));
    give(slow("cart", 5, 100));
    give(CauseInput.of(new CallEdge(SYSTEM, "demo.shop/front", "demo.shop/cart", 90, 1, 0, 1)));
    give(slow("front", 6, 100));
    harness.processWatermark(99);
    assertThat(harness.extractOutputValues()).isEmpty();

    harness.processWatermark(100);

    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(
            ranking -> {
              assertThat(ranking.anomalies()).containsExactly("a1");
              assertThat(ranking.timeMillis()).isEqualTo(100);
              assertThat(ranking.causes()).hasSize(2);
              assertThat(ranking.causes().get(0).service()).isEqualTo("demo.shop/cart");
            });
    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numKeyedStateEntries()).as("the graph").isEqualTo(1);
  }

  @Test
  void answersOfOneRoundAreNoneOfTheNext() throws Exception {
    give(question(100));
    give(slow("cart", 5, 100));
    give(question(200));

    harness.processWatermark(200);

    assertThat(harness.extractOutputValues()).hasSize(2);
    assertThat(harness.extractOutputValues().get(1).causes()).isEmpty();
  }
}
