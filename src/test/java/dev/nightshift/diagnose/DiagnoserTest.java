package dev.nightshift.diagnose;

import static dev.nightshift.diagnose.Shop.anomaly;
import static dev.nightshift.diagnose.Shop.errors;
import static dev.nightshift.diagnose.Shop.feature;
import static dev.nightshift.diagnose.Shop.latency;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Stance;
import dev.nightshift.diagnose.evidence.Cause;
import dev.nightshift.diagnose.evidence.CauseRanking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiagnoserTest {

  private static final Contribution MEMORY = feature("memory", 0.6, 2e9, 1e9);
  private static final Contribution CPU = feature("cpu", 0.6, 0.95, 0.3);

  private final Diagnoser diagnoser = new Diagnoser(DiagnoserSettings.DEFAULT, new ServiceGraph());
  private final DiagnoserState state = new DiagnoserState();

  @Test
  void oneCascadeIsOneDiagnosisAfterTheSettleTime() {
    offer(
        anomaly("frontend", 100, 8, latency()),
        anomaly("checkout", 100, 6, latency()),
        anomaly("orders", 110, 4, MEMORY, latency()));
    assertThat(advance(129)).isEmpty();
    assertThat(diagnoser.nextDeadline(state)).isEqualTo(130_000);
    List<Diagnosis> said = advance(130);
    assertThat(said).hasSize(1);
    assertThat(said.get(0).getRevision()).isEqualTo(1);
    assertThat(said.get(0).getAt()).isEqualTo(130_000);
    assertThat(said.get(0).getOnset()).isEqualTo(100_000);
    assertThat(said.get(0).getEntities()).hasSize(3);
    assertThat(said.get(0).getCandidates().get(0).getEntity()).isEqualTo("demo.shop/orders");
    assertThat(said.get(0).getCandidates().get(0).getFaultType()).isEqualTo("memory_leak");
  }

  @Test
  void twoUnrelatedFaultsAtOnceStayTwoThoughTheyShareTheFrontEnd() {
    offer(
        anomaly("orders", 100, 4, MEMORY),
        anomaly("search", 100, 4, CPU),
        anomaly("frontend", 110, 8, latency()),
        anomaly("checkout", 110, 6, latency()));
    List<Diagnosis> said = advance(200);
    assertThat(said).extracting(Diagnosis::getRevision).containsExactly(1, 1);
    assertThat(said)
        .extracting(d -> d.getCandidates().get(0).getEntity())
        .containsExactlyInAnyOrder("demo.shop/orders", "demo.shop/search");
    assertThat(said.get(0).getId()).isNotEqualTo(said.get(1).getId());
  }

  @Test
  void callerThatDeviatesFirstIsJoinedByItsCauseAndASecondFaultIsNot() {
    offer(
        anomaly("frontend", 100, 8, latency()),
        anomaly("orders", 110, 4, MEMORY),
        anomaly("search", 120, 4, CPU));
    List<Diagnosis> said = advance(300);
    assertThat(said).hasSize(2);
    assertThat(said.get(0).getEntities()).containsExactly("demo.shop/frontend", "demo.shop/orders");
    assertThat(said.get(1).getEntities()).containsExactly("demo.shop/search");
  }

  @Test
  void callerWithACauseOfItsOwnIsPartedFromTheSlowDatabaseBelowIt() {
    offer(
        anomaly("orders-db", 100, 6, feature("db_latency", 0.9, 0.5, 0.02)),
        anomaly("orders", 100, 4, CPU, latency()),
        anomaly("frontend", 110, 3, latency()));
    List<Diagnosis> said = advance(130);
    assertThat(said)
        .extracting(d -> d.getCandidates().get(0).getEntity())
        .containsExactlyInAnyOrder("demo.shop/orders-db", "demo.shop/orders");
    assertThat(said.get(0).getAnomalies()).doesNotContainAnyElementsOf(said.get(1).getAnomalies());
    assertThat(said).extracting(Diagnosis::getId).doesNotHaveDuplicates();
  }

  @Test
  void problemThatWasToldKeepsItsIdentityWhenAStrongerOneJoinsIt() {
    offer(anomaly("orders", 100, 2, feature("cpu", 0.3, 0.85, 0.3), latency()));
    Diagnosis first = advance(130).get(0);
    assertThat(first.getCandidates().get(0).getFaultType()).isEqualTo("cpu_saturation");
    offer(
        anomaly("orders-db", 200, 8, feature("db_latency", 0.9, 0.5, 0.02)),
        anomaly("checkout", 200, 3, latency()));
    assertThat(advance(300))
        .filteredOn(d -> d.getCandidates().get(0).getEntity().equals("demo.shop/orders"))
        .allSatisfy(d -> assertThat(d.getId()).isEqualTo(first.getId()));
    assertThat(state.problems).hasSize(2);
  }

  @Test
  void latencyOfADatabaseIsTheDatabasesEvenIfOnlyItsCallersMeasureIt() {
    offer(
        anomaly("orders", 100, 8, feature("db_latency", 0.9, 0.5, 0.02)),
        anomaly("orders-db", 110, 3, latency()));
    assertThat(advance(130))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.getCandidates().get(0).getEntity()).isEqualTo("demo.shop/orders-db");
              assertThat(said.getCandidates().get(0).getFaultType()).isEqualTo("slow_database");
            });
  }

  @Test
  void whatOutlastsItsCauseIsAProblemOfItsOwnIfItHasACause() {
    offer(
        anomaly("orders", 100, 8, MEMORY, latency()),
        anomaly("checkout", 110, 2, errors(), latency()));
    diagnoser.accept(state, SystemEvent.of(Shop.deployment("checkout", 105)));
    Diagnosis first = advance(140).get(0);
    assertThat(first.getEntities()).hasSize(2);
    offer(ended(anomaly("orders", 100, 8, MEMORY, latency()), 200));
    assertThat(advance(230)).as("callers recover last").isEmpty();
    assertThat(advance(300))
        .filteredOn(d -> !d.getId().equals(first.getId()))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.getEntities()).containsExactly("demo.shop/checkout");
              assertThat(said.getCandidates().get(0).getFaultType()).isEqualTo("bad_deployment");
            });
  }

  @Test
  void whatOutlastsItsCauseAndHasNoneOfItsOwnStaysWithIt() {
    offer(anomaly("orders", 100, 8, MEMORY, latency()), anomaly("checkout", 110, 2, latency()));
    advance(140);
    offer(ended(anomaly("orders", 100, 8, MEMORY, latency()), 200));
    assertThat(advance(300)).isEmpty();
    assertThat(state.problems).hasSize(1);
  }

  @Test
  void thatItIsSlowIsNoCauseOfItsOwnForWhatOutlastsItsCause() {
    offer(anomaly("orders", 100, 8, MEMORY, latency()), anomaly("checkout", 110, 2, latency()));
    diagnoser.accept(
        state, found("checkout", "slow_service", 100, 130, "a-orders-100", "a-checkout-110"));
    advance(140);
    offer(ended(anomaly("orders", 100, 8, MEMORY, latency()), 200));
    advance(300);
    assertThat(state.problems).hasSize(1);
  }

  @Test
  void anomalyThatJoinsAToldProblemIsToldAtItsOwnTime() {
    offer(anomaly("orders", 100, 8, MEMORY, latency()));
    advance(140);
    offer(anomaly("checkout", 190, 2, latency()));
    assertThat(advance(200))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.getAt()).isEqualTo(200_000);
              assertThat(said.getAnomalies()).contains("a-checkout-190");
            });
  }

  @Test
  void laterCauseMakesARevisionAndARepetitionDoesNot() {
    offer(anomaly("checkout", 100, 6, latency()));
    Diagnosis first = advance(130).get(0);
    assertThat(first.getCandidates().get(0).getEntity()).isEqualTo("demo.shop/checkout");
    offer(anomaly("orders", 140, 4, MEMORY));
    Diagnosis second = advance(200).get(0);
    assertThat(second.getId()).isEqualTo(first.getId());
    assertThat(second.getRevision()).isEqualTo(2);
    assertThat(second.getCandidates().get(0).getEntity()).isEqualTo("demo.shop/orders");
    Anomaly again = anomaly("orders", 140, 4, MEMORY);
    again.setPhase(AnomalyPhase.UPDATED);
    again.setUpdated(210_000);
    offer(again);
    assertThat(advance(300)).isEmpty();
  }

  @Test
  void commonCauseBelowJoinsTwoProblemsThatWereNotToldYet() {
    offer(
        anomaly("payment", 100, 4, latency()),
        anomaly("orders", 100, 4, latency()),
        anomaly("orders-db", 105, 4, feature("db_latency", 0.9, 0.5, 0.02)));
    List<Diagnosis> said = advance(300);
    assertThat(said).hasSize(2);
    assertThat(said)
        .filteredOn(d -> d.getEntities().contains("demo.shop/orders-db"))
        .singleElement()
        .extracting(d -> d.getCandidates().get(0).getEntity())
        .isEqualTo("demo.shop/orders-db");
  }

  @Test
  void patternMatchJoinsTheProblemOfItsEvents() {
    offer(anomaly("orders", 100, 2, latency()));
    advance(130);
    diagnoser.accept(
        state,
        SystemEvent.of(
            new PatternMatch(
                Shop.SYSTEM,
                "slow_database",
                Shop.key("orders"),
                "slow_database",
                2,
                140_000,
                List.of("a-orders-100"),
                "slow")));
    Diagnosis revised = advance(150).get(0);
    assertThat(revised.getRevision()).isEqualTo(2);
    assertThat(revised.getPatterns()).containsExactly("slow_database");
    assertThat(revised.getCandidates().get(0).getFaultType()).isEqualTo("slow_database");
  }

  @Test
  void endedProblemsAreForgottenAndAFreshAnomalyIsANewOne() {
    offer(anomaly("orders", 100, 4, MEMORY));
    String id = advance(130).get(0).getId();
    offer(ended(anomaly("orders", 100, 4, MEMORY), 200));
    assertThat(advance(210)).isEmpty();
    assertThat(diagnoser.nextDeadline(state)).isEqualTo(230_001);
    assertThat(advance(231)).isEmpty();
    assertThat(state.problems).isEmpty();
    assertThat(diagnoser.nextDeadline(state)).isEqualTo(Long.MAX_VALUE);
    offer(anomaly("orders", 600, 4, MEMORY));
    assertThat(advance(700).get(0).getId()).isNotEqualTo(id);
  }

  @Test
  void orderOfArrivalDoesNotMatter() {
    List<SystemEvent> events = new ArrayList<>();
    Shop.calls(1).forEach(call -> events.add(SystemEvent.of(call)));
    events.add(SystemEvent.of(Shop.deployment("search", 50)));
    for (String service : List.of("frontend", "checkout", "orders", "search", "payment")) {
      events.add(SystemEvent.of(anomaly(service, 100, 4, latency())));
      events.add(SystemEvent.of(anomaly(service, 140, 5, latency(), CPU)));
    }
    String expected = null;
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(events, new Random(seed));
      DiagnoserState fresh = new DiagnoserState();
      List<Diagnosis> said = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        diagnoser.accept(fresh, events.get(i));
      }
      for (long second = 0; second < 400; second += 1 + seed) {
        said.addAll(diagnoser.advance(fresh, second * 1000));
      }
      said.addAll(diagnoser.advance(fresh, 400_000));
      expected = expected == null ? said.toString() : expected;
      assertThat(said.toString()).isEqualTo(expected);
    }
  }

  private static SystemEvent found(String service, long onset, long second, String... anomalies) {
    return found(service, "cpu_saturation", onset, second, anomalies);
  }

  private static SystemEvent found(
      String service, String faultType, long onset, long second, String... anomalies) {
    Cause cause =
        new Cause(
            Shop.key(service),
            Shop.key(service),
            faultType,
            "cpu",
            9,
            0.9,
            List.of(new Evidence("metric", Stance.FOR, "cpu is 0.9 where 0.2 is usual", 9.0)));
    return SystemEvent.of(
        new CauseRanking(
            Shop.SYSTEM, onset * 1000, false, List.of(anomalies), second * 1000, List.of(cause)));
  }

  @Test
  void whatServicesFindIsInTheFirstDiagnosis() {
    offer(anomaly("checkout", 100, 4, latency()), anomaly("frontend", 100, 4, latency()));
    diagnoser.accept(state, found("orders-db", 100, 130, "a-checkout-100", "a-frontend-100"));

    assertThat(advance(130))
        .singleElement()
        .satisfies(
            said ->
                assertThat(said.getCandidates())
                    .anySatisfy(
                        candidate -> {
                          assertThat(candidate.getEntity()).isEqualTo("demo.shop/orders-db");
                          assertThat(candidate.getEvidence())
                              .anySatisfy(e -> assertThat(e.getText()).contains("0.9 where 0.2"));
                        }));
  }

  @Test
  void whatServicesFindLaterMakesARevisionUnlessItIsAboutAnotherOnset() {
    offer(anomaly("orders", 100, 2, latency()));
    advance(130);
    diagnoser.accept(state, found("orders", 100, 140, "a-orders-100"));
    assertThat(advance(140))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.getRevision()).isEqualTo(2);
              assertThat(said.getCandidates().get(0).getFaultType()).isEqualTo("cpu_saturation");
            });

    diagnoser.accept(state, found("payment", 900, 150, "a-orders-100"));
    diagnoser.accept(state, found("payment", 100, 150, "a-of-another-problem"));

    assertThat(advance(160)).isEmpty();
    assertThat(state.problems.get(0).causes)
        .extracting(Cause::service)
        .containsOnly("demo.shop/orders");
  }

  @Test
  void aVerdictIsLearnedAtOnceAndToldOfTheNextDiagnosis() {
    offer(anomaly("orders", 100, 4, MEMORY));
    double before = advance(130).get(0).getCandidates().get(0).getConfidence();
    offer(ended(anomaly("orders", 100, 4, MEMORY), 200));
    advance(300);
    diagnoser.accept(
        state,
        SystemEvent.of(
            FeedbackLabel.newBuilder()
                .setId("l1")
                .setEntity("demo.shop/orders")
                .setLabel("wrong_cause")
                .setFrom(100_000)
                .setTo(300_000)
                .setAuthor("ada")
                .setAt(1)
                .build()));
    assertThat(state.pending).isEmpty();

    offer(anomaly("orders", 600, 4, MEMORY));
    Diagnosis after = advance(700).get(0);

    assertThat(after.getCandidates().get(0).getConfidence()).isLessThan(before);
    assertThat(after.getCandidates().get(0).getEvidence())
        .anySatisfy(e -> assertThat(e.getText()).contains("wrong 1 times"))
        .anySatisfy(e -> assertThat(e.getText()).contains("0 of 1"));
  }

  private void offer(Anomaly... anomalies) {
    Shop.calls(1).forEach(call -> diagnoser.accept(state, SystemEvent.of(call)));
    for (Anomaly anomaly : anomalies) {
      diagnoser.accept(state, SystemEvent.of(anomaly));
    }
  }

  private List<Diagnosis> advance(long second) {
    return diagnoser.advance(state, second * 1000);
  }

  private static Anomaly ended(Anomaly anomaly, long second) {
    anomaly.setPhase(AnomalyPhase.ENDED);
    anomaly.setUpdated(second * 1000);
    return anomaly;
  }
}
