package dev.nightshift.patterns;

import static dev.nightshift.patterns.Events.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Contribution;
import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** {@link PatternFunction} finds what Flink's own CEP operator finds. */
class CepAgreementTest {

  private static final Contribution ERRORS = feature("error_ratio", 0.6, 0.3, 0.01);
  private static final Contribution MORE_TRAFFIC = feature("request_rate", 0.5, 5, 4);
  private static final Contribution LESS_TRAFFIC = feature("request_rate", 0.5, 1, 4);
  private static final Contribution LATE = feature("latency_p99", 0.5, 6, 3);
  private static final Contribution RESTARTS = feature("restarts", 0.5, 1, 0);
  private static final Contribution LAG = feature("messaging.consumer.lag", 0.5, 900, 10);
  private static final Contribution IDLE = feature("cpu", 0.5, 0.1, 0.4);

  @Test
  void randomHistoriesHaveTheSameMatchesAsInFlinksOperator() throws Exception {
    List<SystemEvent> events = new ArrayList<>();
    for (int seed = 0; seed < 30; seed++) {
      events.addAll(history(seed));
    }
    PatternLibrary all = PatternLibrary.shipped();
    List<PatternMatch> ours = PatternTrial.run(all, events);
    for (String name :
        List.of("bad_deployment", "deadlock", "poison_message", "queue_backlog", "retry_storm")) {
      assertThat(blamed(ours, name))
          .as(name)
          .isNotEmpty()
          .isEqualTo(cep(pattern(all, name), false, events));
    }
  }

  @Test
  void skippingPastTheLastEventLosesTheOtherOfTwoFaultsAtOnce() throws Exception {
    List<SystemEvent> events =
        Events.in("two")
            .deployment(100, "payment")
            .deployment(110, "search")
            .anomaly(200, "payment", ERRORS)
            .anomaly(210, "search", ERRORS)
            .list();
    PatternDefinition definition = pattern(PatternLibrary.shipped(), "bad_deployment");
    assertThat(
            blamed(
                PatternTrial.run(new PatternLibrary(List.of(definition), List.of()), events),
                "bad_deployment"))
        .containsExactly("two/payment", "two/search");
    assertThat(cep(definition, true, events)).containsExactly("two/payment");
  }

  @Test
  void anEmptyLibraryFindsNothing() throws Exception {
    assertThat(
            PatternTrial.run(
                new PatternLibrary(List.of(), List.of()), Events.in("x").deployment(1, "a").list()))
        .isEmpty();
  }

  private static List<SystemEvent> history(int seed) {
    Random random = new Random(seed);
    Contribution[] features = {ERRORS, MORE_TRAFFIC, LESS_TRAFFIC, LATE, RESTARTS, LAG, IDLE};
    String[] services = {"cart", "mailer"};
    Events events = Events.in("history-" + seed);
    long second = 100;
    for (int i = 0; i < 60; i++) {
      second += 1 + random.nextInt(40);
      String service = services[random.nextInt(services.length)];
      if (random.nextInt(6) == 0) {
        events.deployment(second, service);
      } else if (random.nextInt(4) == 0) {
        events.anomaly(second, service, IDLE, LESS_TRAFFIC, LATE);
      } else {
        events.anomaly(
            second,
            service,
            features[random.nextInt(features.length)],
            features[random.nextInt(features.length)]);
      }
    }
    return events.list();
  }

  private static PatternDefinition pattern(PatternLibrary library, String name) {
    return library.patterns().stream()
        .filter(pattern -> pattern.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> blamed(List<PatternMatch> matches, String pattern) {
    return matches.stream()
        .filter(match -> match.pattern().equals(pattern))
        .map(PatternMatch::entity)
        .sorted()
        .toList();
  }

  /** The entities that Flink's own operator blames. */
  private static List<String> cep(
      PatternDefinition definition, boolean skipPastLast, List<SystemEvent> events)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    List<SystemEvent> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(SystemEvent::timeMillis));
    DataStream<String> found =
        CEP.pattern(
                env.fromData(ordered, TypeInformation.of(SystemEvent.class))
                    .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<SystemEvent>forMonotonousTimestamps()
                            .withTimestampAssigner((event, before) -> event.timeMillis()))
                    .keyBy(SystemEvent::system),
                PatternCompiler.compile(
                    definition,
                    skipPastLast
                        ? AfterMatchSkipStrategy.skipPastLastEvent()
                        : AfterMatchSkipStrategy.skipToNext()))
            .inEventTime()
            .process(new Blamed(definition.conclusion().stage()), Types.STRING);
    List<String> blamed = new ArrayList<>();
    try (CloseableIterator<String> all = found.executeAndCollect()) {
      all.forEachRemaining(blamed::add);
    }
    return blamed.stream().sorted().collect(Collectors.toList());
  }

  private static final class Blamed extends PatternProcessFunction<SystemEvent, String> {

    private static final long serialVersionUID = 1L;

    private final String stage;

    Blamed(String stage) {
      this.stage = stage;
    }

    @Override
    public void processMatch(
        Map<String, List<SystemEvent>> match, Context context, Collector<String> out) {
      List<SystemEvent> events = match.get(stage);
      out.collect(events.get(events.size() - 1).entity());
    }
  }
}
