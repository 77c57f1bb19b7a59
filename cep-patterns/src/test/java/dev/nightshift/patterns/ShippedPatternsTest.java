package dev.nightshift.patterns;

import static dev.nightshift.patterns.Events.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All shipped patterns over hand-made histories in one Flink job: each history is a system. */
class ShippedPatternsTest {

  private static final Contribution ERRORS = feature("error_ratio", 0.6, 0.3, 0.01);
  private static final Contribution LATENCY = feature("latency_p99", 0.9, 6, 3);
  private static final Contribution MORE_TRAFFIC = feature("request_rate", 0.5, 5, 4);
  private static final Contribution BUSY = feature("cpu", 0.6, 0.95, 0.3);
  private static final Contribution MEMORY = feature("memory", 0.7, 2e9, 1e9);

  private static List<PatternMatch> matches;

  @BeforeAll
  static void runAllHistoriesAtOnce() throws Exception {
    List<SystemEvent> events = new ArrayList<>();
    histories().values().forEach(events::addAll);
    matches = Jobs.run(events, keyed -> PatternMatcher.matches(keyed, PatternLibrary.shipped()));
  }

  private static Map<String, List<SystemEvent>> histories() {
    Map<String, Events> all = new LinkedHashMap<>();
    add(all, "leak").anomaly(100, "cart", MEMORY);
    add(all, "no-leak-less-memory").anomaly(100, "cart", feature("memory", 0.7, 5e8, 1e9));
    add(all, "no-leak-ended").anomaly(100, "cart", AnomalyPhase.ENDED, List.of(), MEMORY);
    add(all, "hog").anomaly(100, "search", BUSY, LATENCY);
    add(all, "no-hog-traffic").anomaly(100, "search", BUSY, MORE_TRAFFIC);
    add(all, "release").deployment(100, "payment").anomaly(300, "payment", ERRORS);
    add(all, "no-release-other-service").deployment(100, "cart").anomaly(300, "payment", ERRORS);
    add(all, "no-release-too-late").deployment(100, "payment").anomaly(800, "payment", ERRORS);
    add(all, "no-release-scaling")
        .change(100, "payment", "scaling")
        .anomaly(300, "payment", ERRORS);
    add(all, "database").anomaly(100, "orders-db", feature("db_latency", 0.8, 0.4, 0.02));
    add(all, "no-database").anomaly(100, "orders-db", feature("db_latency", 0.8, 0.021, 0.02));
    add(all, "cache").anomaly(100, "session-cache", feature("cache_hit_ratio", 0.9, 0.2, 0.95));
    add(all, "no-cache").anomaly(100, "session-cache", feature("cache_hit_ratio", 0.9, 0.9, 0.95));
    add(all, "crash").anomaly(100, "inventory", feature("restarts", 0.9, 1, 0));
    add(all, "no-crash").anomaly(100, "inventory", ERRORS);
    add(all, "cascade")
        .anomaly(100, "orders", AnomalyPhase.OPENED, List.of("checkout", "frontend"), LATENCY)
        .anomaly(120, "checkout", LATENCY)
        .anomaly(140, "frontend", LATENCY);
    add(all, "no-cascade-same-caller")
        .anomaly(100, "orders", AnomalyPhase.OPENED, List.of("checkout", "frontend"), LATENCY)
        .anomaly(120, "checkout", LATENCY)
        .anomaly(140, "checkout", LATENCY);
    add(all, "storm").anomaly(100, "orders", ERRORS).anomaly(160, "orders", MORE_TRAFFIC, BUSY);
    add(all, "no-storm-deployed")
        .anomaly(100, "orders", ERRORS)
        .deployment(130, "orders")
        .anomaly(160, "orders", MORE_TRAFFIC, BUSY);
    Map<String, List<SystemEvent>> events = new LinkedHashMap<>();
    all.forEach((system, history) -> events.put(system, history.list()));
    return events;
  }

  private static Events add(Map<String, Events> all, String system) {
    return all.computeIfAbsent(system, Events::in);
  }

  @ParameterizedTest
  @CsvSource({
    "leak, memory_leak, cart, memory_leak",
    "hog, cpu_saturation, search, cpu_saturation",
    "release, bad_deployment, payment, bad_deployment",
    "database, slow_database, orders-db, slow_database",
    "cache, cache_corruption, session-cache, cache_corruption",
    "crash, crash_loop, inventory, crash_loop",
    "cascade, dependency_outage_cascade, orders, unknown",
    "storm, retry_storm, orders, cpu_saturation",
  })
  void patternIsFound(String system, String pattern, String service, String faultType) {
    List<PatternMatch> found = found(system, pattern);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).entity()).isEqualTo(system + "/" + service);
    assertThat(found.get(0).faultType()).isEqualTo(faultType);
    assertThat(found.get(0).events()).contains("a-" + service);
  }

  @ParameterizedTest
  @CsvSource({
    "no-leak-less-memory, memory_leak",
    "no-leak-ended, memory_leak",
    "no-hog-traffic, cpu_saturation",
    "no-release-other-service, bad_deployment",
    "no-release-too-late, bad_deployment",
    "no-release-scaling, bad_deployment",
    "no-database, slow_database",
    "no-cache, cache_corruption",
    "no-crash, crash_loop",
    "no-cascade-same-caller, dependency_outage_cascade",
    "no-storm-deployed, retry_storm",
  })
  void patternIsNotFound(String system, String pattern) {
    assertThat(histories()).containsKey(system);
    assertThat(found(system, pattern)).isEmpty();
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
    PatternDefinition definition =
        PatternLibrary.shipped().patterns().stream()
            .filter(pattern -> pattern.name().equals("bad_deployment"))
            .findFirst()
            .orElseThrow();
    List<PatternMatch> right =
        Jobs.run(
            events,
            keyed ->
                PatternMatcher.matches(keyed, new PatternLibrary(List.of(definition), List.of())));
    List<PatternMatch> wrong =
        Jobs.run(
            events,
            keyed ->
                CEP.pattern(
                        keyed,
                        PatternCompiler.compile(
                            definition, AfterMatchSkipStrategy.skipPastLastEvent()))
                    .inEventTime()
                    .process(new PatternMatcher.ToMatch(definition)));
    assertThat(right).extracting(PatternMatch::entity).containsExactly("two/payment", "two/search");
    assertThat(wrong).extracting(PatternMatch::entity).containsExactly("two/payment");
  }

  @Test
  void operatorsAreNamedAfterTheirPatterns() throws Exception {
    List<String> uids = new ArrayList<>();
    Jobs.run(
        Events.in("x").deployment(1, "a").list(),
        keyed -> {
          DataStream<PatternMatch> found = PatternMatcher.matches(keyed, PatternLibrary.shipped());
          found.getTransformation().getTransitivePredecessors().stream()
              .filter(t -> t.getUid() != null && t.getUid().startsWith("pattern-"))
              .forEach(t -> uids.add(t.getUid() + t.getName()));
          return found;
        });
    assertThat(uids).hasSize(8).contains("pattern-memory_leakpattern-memory_leak");
  }

  @Test
  void anEmptyLibraryFindsNothing() throws Exception {
    assertThat(
            Jobs.run(
                Events.in("x").deployment(1, "a").list(),
                keyed -> PatternMatcher.matches(keyed, new PatternLibrary(List.of(), List.of()))))
        .isEmpty();
  }

  private static List<PatternMatch> found(String system, String pattern) {
    return matches.stream()
        .filter(match -> match.system().equals(system) && match.pattern().equals(pattern))
        .sorted(Comparator.comparingLong(PatternMatch::timeMillis))
        .toList();
  }
}
