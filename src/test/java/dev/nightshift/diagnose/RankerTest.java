package dev.nightshift.diagnose;

import static dev.nightshift.diagnose.Shop.anomaly;
import static dev.nightshift.diagnose.Shop.errors;
import static dev.nightshift.diagnose.Shop.feature;
import static dev.nightshift.diagnose.Shop.latency;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Stance;
import dev.nightshift.diagnose.evidence.Cause;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankerTest {

  private final Ranker ranker = new Ranker(new ServiceGraph());
  private final PriorState prior = new PriorState();

  @Test
  void blameFlowsToTheServiceBelowEvenIfItsCallersAreLouder() {
    List<Candidate> candidates =
        rank(
            List.of(
                anomaly("frontend", 110, 9, latency(), errors()),
                anomaly("checkout", 110, 7, latency()),
                anomaly("orders", 120, 3, latency())),
            List.of());
    assertThat(candidates.get(0).getEntity()).isEqualTo("demo.shop/orders");
    assertThat(candidates.get(0).getConfidence()).isGreaterThan(0.5);
    Candidate frontend = of(candidates, "frontend");
    assertThat(frontend.getEvidence())
        .anyMatch(e -> e.getStance() == Stance.AGAINST && e.getText().contains("demo.shop/"));
  }

  @ParameterizedTest
  @CsvSource({
    "memory, 2e9, 1e9, memory_leak",
    "cpu, 0.95, 0.3, cpu_saturation",
    "restarts, 1, 0, crash_loop",
    "cache_hit_ratio, 0.2, 0.95, cache_corruption",
    "db_latency, 0.5, 0.02, slow_database",
  })
  void ownResourcesNameTheFault(String name, double value, double usual, String faultType) {
    List<Candidate> candidates =
        rank(
            List.of(
                anomaly("orders", 100, 4, feature(name, 0.5, value, usual), latency()),
                anomaly("checkout", 110, 5, latency()),
                anomaly("frontend", 120, 5, latency())),
            List.of());
    assertThat(candidates.get(0).getEntity()).isEqualTo("demo.shop/orders");
    assertThat(candidates.get(0).getFaultType()).isEqualTo(faultType);
    assertThat(candidates.get(0).getConfidence()).isGreaterThan(0.8);
  }

  @Test
  void movementInTheHarmlessDirectionNamesNoFault() {
    assertThat(
            FaultTypes.infer(
                List.of(
                    feature("memory", 0.5, 1e8, 1e9), feature("cache_hit_ratio", 0.5, 0.99, 0.9))))
        .isEmpty();
  }

  @Test
  void deploymentJustBeforeSpeaksForABadDeploymentAndAnOldOneDoesNot() {
    Contribution templates = feature("new_templates", 0.3, 4, 0);
    List<Anomaly> anomalies =
        List.of(
            anomaly("payment", 1000, 3, errors(), templates),
            anomaly("checkout", 1010, 3, errors()));
    Candidate recent = rank(anomalies, List.of(Shop.deployment("payment", 900))).get(0);
    assertThat(recent.getEntity()).isEqualTo("demo.shop/payment");
    assertThat(recent.getFaultType()).isEqualTo(FaultTypes.BAD_DEPLOYMENT);
    assertThat(recent.getEvidence()).extracting(Evidence::getKind).contains("change", "log");
    assertThat(rank(anomalies, List.of(Shop.deployment("payment", 300))).get(0).getFaultType())
        .isEqualTo(FaultTypes.UNKNOWN);
    assertThat(rank(anomalies, List.of(Shop.deployment("payment", 1100))).get(0).getFaultType())
        .isEqualTo(FaultTypes.UNKNOWN);
  }

  @Test
  void alertsOfOthersSpeakForTheServiceThatTheyAreAbout() {
    List<Anomaly> anomalies =
        List.of(anomaly("orders", 100, 2, latency()), anomaly("payment", 100, 2, latency()));
    ChangeEvent alert =
        new ChangeEvent(
            Entity.service(Shop.SYSTEM, "payment"), 130_000, "alert", "ff", "HighLatency");

    assertThat(rank(anomalies, List.of(alert)).get(0).getEntity()).isEqualTo("demo.shop/payment");
    assertThat(rank(anomalies, List.of(alert)).get(0).getEvidence())
        .extracting(Evidence::getText)
        .contains("others raise an alert about it, 30 s after its onset: HighLatency");
    assertThat(rank(anomalies, List.of()).get(0).getEntity()).isEqualTo("demo.shop/orders");
  }

  @Test
  void patternsAndHistoryShiftBelief() {
    List<Anomaly> anomalies = List.of(anomaly("orders", 100, 2, latency()));
    double before = rank(anomalies, List.of()).get(0).getConfidence();
    PatternMatch match =
        new PatternMatch(
            Shop.SYSTEM,
            "slow_database",
            Shop.key("orders"),
            FaultTypes.SLOW_DATABASE,
            1.5,
            100_000,
            List.of("a-orders-100"),
            "slow");
    Candidate matched =
        ranker
            .rank(
                new Ranker.Problem(
                    anomalies, Shop.graph(), List.of(), List.of(match, match), List.of(), prior))
            .get(0);
    assertThat(matched.getFaultType()).isEqualTo(FaultTypes.SLOW_DATABASE);
    assertThat(matched.getConfidence()).isGreaterThan(before);
    assertThat(matched.getEvidence()).filteredOn(e -> e.getKind().equals("pattern")).hasSize(1);
    for (int i = 0; i < 5; i++) {
      prior.record(Shop.key("orders"), FaultTypes.UNKNOWN, false);
    }
    assertThat(rank(anomalies, List.of()).get(0).getConfidence()).isLessThan(before);
  }

  @Test
  void confidencesAreSharesAndALoneWeakCandidateStaysDoubtful() {
    List<Candidate> candidates = rank(List.of(anomaly("search", 100, 1.1, latency())), List.of());
    assertThat(candidates).hasSize(1);
    assertThat(candidates.get(0).getConfidence()).isLessThan(0.5);
    double sum =
        rank(
                List.of(anomaly("search", 100, 5, latency()), anomaly("orders", 100, 5, latency())),
                List.of())
            .stream()
            .mapToDouble(Candidate::getConfidence)
            .sum();
    assertThat(sum).isBetween(0.1, 1.0);
  }

  private List<Candidate> rank(List<Anomaly> anomalies, List<ChangeEvent> changes) {
    return ranker.rank(
        new Ranker.Problem(anomalies, Shop.graph(), changes, List.of(), List.of(), prior));
  }

  private static Cause cause(String service, String faultType, double weight, String text) {
    return new Cause(
        Shop.key(service),
        Shop.key(service),
        faultType,
        "",
        weight,
        0.5,
        List.of(new Evidence("metric", Stance.FOR, text, weight)));
  }

  private List<Candidate> rank(List<Anomaly> anomalies, Cause... causes) {
    return ranker.rank(
        new Ranker.Problem(anomalies, Shop.graph(), List.of(), List.of(), List.of(causes), prior));
  }

  @Test
  void whatAServicesOwnTelemetryShowsIsEvidenceWithItsWeights() {
    List<Anomaly> anomalies =
        List.of(anomaly("orders", 100, 4, latency()), anomaly("payment", 100, 4, latency()));
    double without = of(rank(anomalies), "payment").getConfidence();

    Candidate best =
        rank(
                anomalies,
                cause("payment", FaultTypes.SLOW_SERVICE, 8, "p99 is 90 where 20 is usual"),
                cause("orders", FaultTypes.UNKNOWN, 0, ""))
            .get(0);

    assertThat(best.getEntity()).isEqualTo(Shop.key("payment"));
    assertThat(best.getConfidence()).isGreaterThan(without);
    assertThat(best.getFaultType()).isEqualTo(FaultTypes.SLOW_SERVICE);
    assertThat(best.getEvidence())
        .anySatisfy(
            evidence -> {
              assertThat(evidence.getKind()).isEqualTo("metric");
              assertThat(evidence.getText()).contains("90 where 20");
              assertThat(evidence.getWeight()).isBetween(1.0, 2.5);
            });
  }

  @Test
  void aServiceThatNoDetectorNoticedIsACandidateIfTheSufferingCallIt() {
    List<Anomaly> anomalies =
        List.of(anomaly("frontend", 100, 4, latency()), anomaly("checkout", 100, 4, latency()));

    List<Candidate> candidates =
        rank(
            anomalies,
            cause("orders-db", FaultTypes.CPU_SATURATION, 12, "cpu is 0.9 where 0.2 is usual"),
            cause("elsewhere", FaultTypes.CPU_SATURATION, 12, "cpu is 0.9 where 0.2 is usual"));

    Candidate unnoticed = of(candidates, "orders-db");
    assertThat(unnoticed.getFaultType()).isEqualTo(FaultTypes.CPU_SATURATION);
    assertThat(unnoticed.getEvidence())
        .anySatisfy(e -> assertThat(e.getText()).contains("no detector"))
        .anySatisfy(e -> assertThat(e.getText()).startsWith("2 of the deviating services call it"));
    assertThat(candidates).noneMatch(c -> c.getEntity().equals(Shop.key("elsewhere")));
  }

  @Test
  void whereNothingDeviatesThatIsSaidAgainstIt() {
    Candidate only =
        rank(
                List.of(anomaly("orders", 100, 4, latency())),
                cause("orders", FaultTypes.UNKNOWN, 0, ""))
            .get(0);

    assertThat(only.getEvidence())
        .anySatisfy(
            evidence -> {
              assertThat(evidence.getStance()).isEqualTo(Stance.AGAINST);
              assertThat(evidence.getText()).startsWith("by its own telemetry");
              assertThat(evidence.getWeight()).isEqualTo(-1);
            });
  }

  private static Candidate of(List<Candidate> candidates, String service) {
    return candidates.stream()
        .filter(c -> c.getEntity().equals(Shop.key(service)))
        .findFirst()
        .orElseThrow();
  }
}
