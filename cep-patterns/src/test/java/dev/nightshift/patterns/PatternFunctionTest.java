package dev.nightshift.patterns;

import static dev.nightshift.patterns.Events.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Contribution;
import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.patterns.PatternLibrary.Source;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Patterns come, change and go while events pass. Times in seconds. */
class PatternFunctionTest {

  private static final Contribution ERRORS = feature("error_ratio", 0.6, 0.3, 0.01);

  private static final Source RELEASE = after("release", "deployment", "10m");
  private static final Source CONFIG = after("config", "config_change", "10m");

  private static Source after(String name, String change, String within) {
    return new Source(
        name + ".yaml",
        """
        name: %s
        description: errors after a change
        within: %s
        stages:
          - stage: before
            kind: change
            where: event.change_kind == '%s'
          - stage: errors
            kind: anomaly
            where: event.entity == before.entity && rose(event, 'error_ratio')
        concludes: {entity: errors, fault_type: unknown, text: errors came}
        """
            .formatted(name, within, change));
  }

  private static KeyedBroadcastOperatorTestHarness<String, SystemEvent, PatternSet, PatternMatch>
      open(List<Source> initial, OperatorSubtaskState state) throws Exception {
    KeyedBroadcastOperatorTestHarness<String, SystemEvent, PatternSet, PatternMatch> harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new PatternFunction(PatternLibrary.load(initial)),
                List.of(PatternFunction.IN_FORCE)),
            SystemEvent::system,
            Types.STRING,
            1,
            1,
            0);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
    return harness;
  }

  private static void see(
      KeyedBroadcastOperatorTestHarness<String, SystemEvent, PatternSet, PatternMatch> harness,
      Events events)
      throws Exception {
    long last = 0;
    for (SystemEvent event : events.list()) {
      harness.processElement(event, event.timeMillis());
      last = Math.max(last, event.timeMillis());
    }
    harness.processWatermark(last);
  }

  private static void tell(
      KeyedBroadcastOperatorTestHarness<String, SystemEvent, PatternSet, PatternMatch> harness,
      Source... files)
      throws Exception {
    harness.processBroadcastElement(new PatternSet(List.of(files)), 0);
  }

  private static int stateEntries(
      KeyedBroadcastOperatorTestHarness<String, SystemEvent, PatternSet, PatternMatch> harness) {
    AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }

  private static Events two(long second) {
    return Events.in("shop").deployment(second, "cart").change(second, "orders", "config_change");
  }

  private static Events errors(long second) {
    return Events.in("shop").anomaly(second, "cart", ERRORS).anomaly(second, "orders", ERRORS);
  }

  @Test
  void partialMatchesOfOthersSurviveAChangeAndTheChangedOneBeginsAnew() throws Exception {
    try (var harness = open(List.of(RELEASE, CONFIG), null)) {
      see(harness, two(100));
      tell(harness, RELEASE, after("config", "config_change", "9m"));
      see(harness, errors(200));
      assertThat(harness.extractOutputValues())
          .extracting(PatternMatch::pattern)
          .containsExactly("release");
      see(harness, two(300));
      see(harness, errors(400));
      assertThat(harness.extractOutputValues())
          .extracting(PatternMatch::pattern)
          .contains("config");
    }
  }

  @Test
  void anotherConclusionKeepsPartialMatches() throws Exception {
    Source stronger =
        new Source("release.yaml", RELEASE.yaml().replace("unknown", "bad_deployment"));
    try (var harness = open(List.of(RELEASE), null)) {
      see(harness, two(100));
      tell(harness, stronger);
      see(harness, errors(200));
      assertThat(harness.extractOutputValues())
          .extracting(PatternMatch::faultType)
          .containsExactly("bad_deployment");
    }
  }

  @Test
  void addedPatternIsFoundAndRemovedOneIsNot() throws Exception {
    try (var harness = open(List.of(RELEASE), null)) {
      tell(harness, CONFIG);
      see(harness, two(100));
      see(harness, errors(200));
      assertThat(harness.extractOutputValues())
          .extracting(PatternMatch::pattern)
          .containsExactly("config");
    }
  }

  @Test
  void restoredTaskGoesOnWithThePatternsInForceAndTheirPartialMatches() throws Exception {
    OperatorSubtaskState state;
    try (var harness = open(List.of(RELEASE), null)) {
      tell(harness, RELEASE, CONFIG);
      see(harness, two(100));
      state = harness.snapshot(1, 1);
    }
    try (var harness = open(List.of(RELEASE), state)) {
      see(harness, errors(200));
      assertThat(harness.extractOutputValues())
          .extracting(PatternMatch::pattern)
          .containsExactlyInAnyOrder("release", "config");
    }
  }

  @Test
  void nothingIsLeftInStateWhenTimeIsOver() throws Exception {
    try (var harness = open(List.of(RELEASE, CONFIG), null)) {
      see(harness, two(100));
      assertThat(stateEntries(harness)).isPositive();
      tell(harness, RELEASE);
      see(harness, errors(200));
      harness.processWatermark(100_000 + 600_000);
      assertThat(stateEntries(harness)).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void floodOfFirstEventsIsBounded() throws Exception {
    Events flood = Events.in("shop");
    int many = LivePattern.MAX_PARTIAL_MATCHES + 500;
    for (int i = 0; i < many; i++) {
      flood.deployment(100 + i / 10, "service-" + i);
    }
    try (var harness = open(List.of(RELEASE), null)) {
      see(harness, flood);
      see(
          harness,
          Events.in("shop")
              .anomaly(400, "service-0", ERRORS)
              .anomaly(401, "service-" + (many - 1), ERRORS));
      assertThat(harness.extractOutputValues())
          .extracting(PatternMatch::entity)
          .containsExactly("shop/service-" + (many - 1));
      harness.processWatermark(10_000_000);
      assertThat(stateEntries(harness)).isZero();
    }
  }

  @Test
  void matchIsSaidAtOnceThoughAnOlderOneIsStillOpen() throws Exception {
    try (var harness = open(List.of(RELEASE), null)) {
      see(harness, Events.in("shop").deployment(100, "search").deployment(110, "cart"));
      see(harness, Events.in("shop").anomaly(200, "cart", ERRORS));
      assertThat(harness.extractOutputValues())
          .extracting(PatternMatch::entity)
          .containsExactly("shop/cart");
    }
  }

  @Test
  void orderOfArrivalDoesNotMatter() throws Exception {
    try (var harness = open(List.of(RELEASE), null)) {
      Events late = Events.in("shop").anomaly(100, "cart", ERRORS).deployment(100, "cart");
      for (SystemEvent event : late.list()) {
        harness.processElement(event, event.timeMillis());
      }
      harness.processWatermark(100_000);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(harness.extractOutputValues().get(0).timeMillis()).isEqualTo(100_000);
    }
  }
}
