package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Stance;
import dev.nightshift.diagnose.FaultTypes;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.Services;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CauseFinderTest {

  private static final String SYSTEM = "shop.eu";
  private static final long MINUTE = 60_000;
  private static final long ONSET = 100 * MINUTE;

  private final ServiceGraph graph = new ServiceGraph();
  private final EvidenceRecorder recorder = new EvidenceRecorder(1_000);
  private final SystemRecorder systemRecorder = new SystemRecorder(graph);
  private final Map<String, EvidenceState> services = new TreeMap<>();
  private final SystemEvidence system = new SystemEvidence();
  private final Random random = new Random(5);

  private static String entity(String service) {
    return SYSTEM + '/' + service;
  }

  /** Each service's observations go to its own state, as the job's keys do it. */
  private void record(Observation seen) {
    switch (seen.kind()) {
      case EDGE, CHANGE -> systemRecorder.record(system, seen);
      default ->
          recorder.record(
              services.computeIfAbsent(Services.of(seen.entity()), s -> new EvidenceState()), seen);
    }
  }

  private CauseRanking rank(String target, String metric, long onset, long asked) {
    Question question = new Question(SYSTEM, "", target, metric, onset, false, List.of(), asked);
    List<ServiceFindings> answers = new ArrayList<>();
    services.forEach(
        (service, state) -> answers.add(ServiceFindings.of(state, question.to(service))));
    Collections.shuffle(answers, random);
    return new CauseFinder(graph).rank(system, question, answers);
  }

  private void metric(String service, String name, double usual, double now) {
    for (int minute = 80; minute < 106; minute++) {
      double value = minute >= 100 ? now : usual;
      record(
          Observation.metric(
              SYSTEM,
              entity(service),
              name,
              value * (1 + 0.02 * random.nextGaussian()),
              minute * MINUTE));
    }
  }

  private void calls(String caller, String callee, boolean remote) {
    record(Observation.edge(SYSTEM, entity(caller), entity(callee), remote, ONSET));
  }

  private List<Cause> causes(String target, String metric) {
    return rank(target.isEmpty() ? "" : entity(target), metric, ONSET, ONSET + MINUTE).causes();
  }

  @Test
  void metricsAloneShowABusyProcessor() {
    for (String service : List.of("front", "cart", "pay")) {
      metric(service, "cpu", 0.2, service.equals("cart") ? 0.9 : 0.2);
      metric(service, "latency_p95", 20, service.equals("pay") ? 20 : 40);
    }

    Cause best = causes("", "").get(0);

    assertThat(best.service()).isEqualTo(entity("cart"));
    assertThat(best.faultType()).isEqualTo(FaultTypes.CPU_SATURATION);
    assertThat(best.region()).isEqualTo("cpu");
    assertThat(best.evidence().get(0).getText()).contains("usual");
  }

  @Test
  void aSlowCallerIsExplainedByASlowCallee() {
    for (String service : List.of("front", "cart", "store", "mail")) {
      metric(service, "latency.average", 20, service.equals("mail") ? 20 : 200);
    }
    calls("front", "cart", false);
    calls("cart", "store", false);
    calls("front", "mail", false);

    List<Cause> causes = causes("front", "latency");

    assertThat(causes.get(0).service()).isEqualTo(entity("store"));
    assertThat(causes.get(0).confidence()).isGreaterThan(causes.get(1).confidence());
    assertThat(causes)
        .filteredOn(cause -> cause.service().equals(entity("cart")))
        .singleElement()
        .satisfies(
            cart ->
                assertThat(cart.evidence())
                    .anySatisfy(
                        evidence -> {
                          assertThat(evidence.getStance()).isEqualTo(Stance.AGAINST);
                          assertThat(evidence.getText()).contains(entity("store"));
                        }));
  }

  @Test
  void anAddressIsNoCauseWhereAServiceSpeaksForItself() {
    metric("front", "latency.average", 20, 100);
    metric("search", "latency.average", 20, 100);
    metric("balancer", "latency.average", 20, 140);
    calls("front", "search", false);
    calls("front", "balancer", true);

    assertThat(causes("front", "latency").get(0).service()).isEqualTo(entity("search"));
  }

  @Test
  void failuresAreWeighedByTheNumberOfRequests() {
    for (String service : List.of("front", "cart", "mail")) {
      metric(service, "requests.sum", 500, 500);
      for (int minute = 80; minute < 106; minute++) {
        double now = service.equals("mail") ? 100 : 97;
        record(
            Observation.metric(
                SYSTEM,
                entity(service),
                "availability.average",
                minute >= 100 ? now : 100,
                minute * MINUTE));
      }
    }
    calls("front", "cart", false);
    calls("front", "mail", false);

    Cause best = causes("front", "availability").get(0);

    assertThat(best.service()).isEqualTo(entity("cart"));
    assertThat(best.faultType()).isEqualTo(FaultTypes.FAILING_SERVICE);
  }

  @Test
  void aPathThatTheCodeNoLongerTakesNamesItsPlace() {
    for (int i = 0; i < 60; i++) {
      long time = (i < 30 ? 90 : 101) * MINUTE + i;
      boolean broken = i >= 30;
      step("cart", "start", "INFO c.Cart#10 asked", time);
      step("cart", "INFO c.Cart#10 asked", broken ? "end" : "INFO c.Cart#20 done", time);
      step("pay", "start", "INFO p.Pay#1 paid", time);
    }

    Cause best = causes("", "").get(0);

    assertThat(best.service()).isEqualTo(entity("cart"));
    assertThat(best.faultType()).isEqualTo(FaultTypes.CODE_FAULT);
    assertThat(best.region()).isEqualTo("c.Cart#10 -> c.Cart#20");
  }

  private void step(String service, String from, String next, long time) {
    record(Observation.step(SYSTEM, entity(service), "op", from, next, false, time, time));
    record(Observation.self(SYSTEM, entity(service), "op", 5, time, time));
  }

  @Test
  void callsThatWaitBlameTheEntityThatAllOfThemGoTo() {
    for (int i = 0; i < 60; i++) {
      long time = (i < 30 ? 90 : 101) * MINUTE + i;
      for (String caller : List.of("front", "admin")) {
        gap(caller, "cart", i < 30 ? 3 + 0.01 * i : 1_000, time);
        gap(caller, "mail", 3 + 0.01 * i, time);
      }
    }

    Cause best = causes("", "").get(0);

    assertThat(best.service()).isEqualTo(entity("cart"));
    assertThat(best.faultType()).isEqualTo(FaultTypes.NETWORK_DELAY);
  }

  private void gap(String caller, String callee, double millis, long time) {
    record(Observation.gap(SYSTEM, entity(caller), entity(callee), "op", millis, time, time));
  }

  @Test
  void nothingUnusualLeavesAllInDoubt() {
    for (String service : List.of("front", "cart", "pay")) {
      metric(service, "cpu", 0.2, 0.2);
    }

    assertThat(causes("", "")).allSatisfy(cause -> assertThat(cause.confidence()).isLessThan(0.5));
  }

  private void change(String service, String kind, long time) {
    record(
        Observation.change(
            new ChangeEvent(Entity.service(SYSTEM, service), time, kind, "r7", service + " r7")));
  }

  @Test
  void aReleaseJustBeforeIsToBlameForWhatItsServiceShows() {
    for (String service : List.of("cart", "pay", "mail")) {
      metric(service, "latency.average", 20, service.equals("mail") ? 20 : 60);
    }
    Cause without = cause("pay");
    change("pay", "deployment", ONSET - MINUTE);

    List<Cause> causes = causes("", "");

    assertThat(causes.get(0).service()).isEqualTo(entity("pay"));
    assertThat(causes.get(0).faultType()).isEqualTo(FaultTypes.BAD_DEPLOYMENT);
    assertThat(causes.get(0).weight()).isGreaterThan(without.weight());
    assertThat(causes.get(0).evidence())
        .anySatisfy(evidence -> assertThat(evidence.getText()).contains("deployment r7 60 s"));
  }

  @Test
  void newSettingsAreToldFromNewCode() {
    metric("cart", "latency.average", 20, 60);
    change("cart", "feature_flag", ONSET - MINUTE);

    assertThat(causes("", "").get(0).faultType()).isEqualTo("bad_config");
  }

  @Test
  void aChangeWhereNothingDeviatesOrLongAgoOrAfterwardsIsNoCause() {
    metric("cart", "latency.average", 20, 60);
    metric("pay", "latency.average", 20, 20);
    Cause before = cause("cart");
    change("pay", "deployment", ONSET - MINUTE);
    change("cart", "deployment", ONSET - 90 * MINUTE);
    change("cart", "deployment", ONSET + 5 * MINUTE);

    Cause best = causes("", "").get(0);

    assertThat(best.service()).isEqualTo(before.service());
    assertThat(best.faultType()).isEqualTo(FaultTypes.SLOW_SERVICE);
    assertThat(best.weight()).isEqualTo(before.weight());
    assertThat(cause("pay").weight()).isLessThan(0.5);
  }

  @Test
  void aChangeOfEverythingTellsNothing() {
    for (int i = 0; i < 60; i++) {
      metric("s" + i, "latency.average", 20, i == 7 ? 60 : 20);
      change("s" + i, "deployment", ONSET - MINUTE);
    }

    assertThat(causes("", "").get(0).faultType()).isEqualTo(FaultTypes.SLOW_SERVICE);
  }

  @Test
  void anAlarmOfAnotherSystemSaysLittle() {
    metric("cart", "latency.average", 20, 60);
    Cause before = cause("cart");
    change("cart", "alert", ONSET + MINUTE);

    Cause best = causes("", "").get(0);

    assertThat(best.faultType()).isEqualTo(FaultTypes.SLOW_SERVICE);
    assertThat(best.weight()).isBetween(before.weight(), before.weight() + 0.6);
  }

  private Cause cause(String service) {
    return causes("", "").stream()
        .filter(cause -> cause.service().equals(entity(service)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anOnsetThatNobodySaidIsToldFromTheSeries() {
    for (String service : List.of("cart", "pay", "mail")) {
      metric(service, "cpu", 0.2, service.equals("pay") ? 0.9 : 0.2);
    }

    EvidenceState all = new EvidenceState();
    services.values().forEach(state -> all.metrics.putAll(state.metrics));
    Observation symptom =
        OnsetEstimator.withOnset(
            all,
            Observation.symptom(
                SYSTEM, "", "", Double.NaN, ONSET + 6 * MINUTE, ONSET + 7 * MINUTE));

    assertThat(symptom.value()).isEqualTo(ONSET);
    assertThat(symptom.error()).as("it was told from the evidence").isTrue();
    assertThat(
            rank("", "", (long) symptom.value(), symptom.knownMillis()).causes().get(0).service())
        .isEqualTo(entity("pay"));
  }

  @Test
  void callersThatWaitForACalleeThatAnswersAsEverShowTheWayBetween() {
    for (String service : List.of("front", "shop", "cart", "stock")) {
      metric(service, "server.latency.p90", 20, 20);
    }
    metric("front", "client.latency.p90", 20, 400);
    metric("shop", "client.latency.p90", 20, 400);
    metric("mail", "client.latency.p90", 20, 20);
    calls("front", "cart", false);
    calls("shop", "cart", false);
    calls("front", "stock", false);
    calls("mail", "stock", false);

    Cause best = causes("", "").get(0);

    assertThat(best.service()).isEqualTo(entity("cart"));
    assertThat(best.faultType()).isEqualTo(FaultTypes.NETWORK_DELAY);
    assertThat(best.evidence().get(0).getText()).startsWith("2 of 2 callers wait");
  }

  @Test
  void anAddressThatMovedFurtherGivesWayAllTheSame() {
    metric("front", "latency.average", 20, 100);
    metric("search", "latency.average", 20, 60);
    metric("balancer", "latency.average", 20, 900);
    calls("front", "search", false);
    calls("front", "balancer", true);

    assertThat(causes("front", "latency").get(0).service()).isEqualTo(entity("search"));
  }
}
