package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.Finding;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.Question;
import dev.nightshift.diagnose.evidence.ServiceFindings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvidenceFunctionTest {

  private static final String SYSTEM = "demo.shop";
  private static final String ORDERS = "demo.shop/orders";
  private static final long MINUTE = 60_000;
  private static final long ONSET = 20 * MINUTE;
  private static final int MAX_SERIES = 10;

  private KeyedTwoInputStreamOperatorTestHarness<String, Observation, Question, ServiceFindings>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
            new EvidenceFunction(MAX_SERIES, Duration.ofDays(1)),
            seen -> Services.of(seen.entity()),
            Question::service,
            Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static Observation cpu(String instance, long time) {
    double value = time >= ONSET ? 0.9 : 0.2 + 0.001 * (time / 10_000 % 7);
    return Observation.metric(SYSTEM, ORDERS + "/" + instance, "cpu", value, time);
  }

  private static List<Observation> half(String instance) {
    List<Observation> all = new ArrayList<>();
    for (long time = 0; time < ONSET + MINUTE; time += 10_000) {
      all.add(cpu(instance, time));
    }
    return all;
  }

  private void ask(String service, long time) throws Exception {
    harness.processElement2(
        new Question(SYSTEM, service, "", "", ONSET, false, List.of(), time), time);
  }

  private void see(Observation seen) throws Exception {
    harness.processElement1(seen, seen.knownMillis());
  }

  @Test
  void answersFromAllThatWasKnownAtTheTimeOfTheQuestionWhateverTheOrder() throws Exception {
    List<Observation> all = half("a");
    all.addAll(half("b"));
    List<ServiceFindings> answers = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      close();
      open();
      Collections.shuffle(all, new Random(seed));
      for (Observation seen : all) {
        see(seen);
      }
      ask(ORDERS, ONSET + MINUTE);
      if (seed == 1) {
        harness.processBothWatermarks(watermark(ONSET));
      }
      harness.processBothWatermarks(watermark(ONSET + 2 * MINUTE));
      answers.addAll(harness.extractOutputValues());
    }

    assertThat(answers).hasSize(3);
    assertThat(answers).containsOnly(answers.get(0));
    assertThat(answers.get(0).service()).isEqualTo(ORDERS);
    assertThat(answers.get(0).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.sign()).isEqualTo(Finding.Sign.CPU);
              assertThat(finding.weight()).isGreaterThan(3);
              assertThat(finding.text()).contains("0.9000 where 0.2030");
            });
  }

  @Test
  void observationsOfTenSecondsWaitTogetherWithOneTimer() throws Exception {
    for (int i = 0; i < 100; i++) {
      see(Observation.metric(SYSTEM, ORDERS, "cpu", i, 10_001 + i));
    }
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    assertThat(harness.numKeyedStateEntries()).as("what waits, and its count").isEqualTo(2);

    harness.processBothWatermarks(watermark(20_000));

    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numKeyedStateEntries()).as("what is remembered").isEqualTo(1);
    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void whatIsKnownLaterThanTheQuestionIsNoPartOfTheAnswer() throws Exception {
    for (Observation seen : half("a")) {
      if (seen.timeMillis() < ONSET) {
        see(seen);
      }
    }
    see(cpu("a", ONSET + MINUTE));
    ask(ORDERS, ONSET + MINUTE - 1);

    harness.processBothWatermarks(watermark(Long.MAX_VALUE));

    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(answer -> assertThat(answer.findings()).isEmpty());
  }

  @Test
  void whoSaysNothingHasNoAnswerAndNoState() throws Exception {
    ask("demo.shop/cart", 5);

    harness.processBothWatermarks(watermark(10));

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void lateObservationsAreTakenInNext() throws Exception {
    for (Observation seen : half("a")) {
      see(seen);
    }
    harness.processBothWatermarks(watermark(ONSET + 2 * MINUTE));
    see(cpu("late", ONSET));
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    harness.processBothWatermarks(watermark(ONSET + 3 * MINUTE));

    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void whatWaitsSurvivesARestart() throws Exception {
    for (Observation seen : half("a")) {
      see(seen);
    }
    ask(ORDERS, ONSET + MINUTE);
    var snapshot = harness.snapshot(1, 1);
    close();
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new EvidenceFunction(MAX_SERIES, Duration.ofDays(1))),
            seen -> Services.of(seen.entity()),
            Question::service,
            Types.STRING);
    harness.initializeState(snapshot);
    harness.open();

    harness.processBothWatermarks(watermark(ONSET + MINUTE));

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  private static Watermark watermark(long time) {
    return new Watermark(time);
  }
}
