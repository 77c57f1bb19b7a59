package dev.nightshift.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Entity;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActionBanditTest {

  private static final List<String> ALLOWED = List.of("restart", "scale_out", "roll_back");

  private final ActionBandit bandit = new ActionBandit();

  @Test
  void followsThePolicyUntilOutcomesSpeak() {
    assertThat(share("restart")).isGreaterThan(0.97);
  }

  @Test
  void learnsWhichActionHeals() {
    SplittableRandom world = new SplittableRandom(3);
    int lateRight = 0;
    for (int night = 0; night < 200; night++) {
      String chosen = first("incident-" + night);
      boolean helped = world.nextDouble() < (chosen.equals("scale_out") ? 0.9 : 0.1);
      bandit.learn("leak", "service", chosen, helped);
      lateRight += night >= 150 && chosen.equals("scale_out") ? 1 : 0;
    }

    assertThat(lateRight).isGreaterThan(45);
    assertThat(bandit.explain("leak", "service", List.of("scale_out"))).contains("helped");
  }

  @Test
  void learnsPerFaultAndServiceClass() {
    for (int i = 0; i < 30; i++) {
      bandit.learn("leak", "service", "restart", false);
      bandit.learn("leak", "service", "scale_out", true);
    }

    assertThat(share("restart")).isLessThan(0.05);
    assertThat(bandit.rank("leak", "cache", ALLOWED, 1, "i", 1).actions().get(0))
        .isEqualTo("restart");
  }

  @Test
  void theSameSeedIncidentAndStepChooseTheSame() {
    for (int i = 0; i < 6; i++) {
      bandit.learn("leak", "service", "restart", false);
    }
    ActionRanking one = bandit.rank("leak", "service", ALLOWED, 7, "incident", 2);

    assertThat(bandit.rank("leak", "service", ALLOWED, 7, "incident", 2)).isEqualTo(one);
    assertThat(one.actions()).containsExactlyInAnyOrderElementsOf(ALLOWED);
    assertThat(one.explanation()).contains("restart expected").contains("helped 0 of 6");
    assertThat(
            List.of(1, 2, 3, 4, 5, 6, 7, 8, 9).stream()
                .map(step -> bandit.rank("leak", "service", ALLOWED, 7, "incident", step))
                .map(ActionRanking::explanation)
                .distinct())
        .hasSize(9);
  }

  @Test
  void oldOutcomesFadeAndTheNumberOfArmsIsBounded() {
    for (int i = 0; i < 500; i++) {
      bandit.learn("leak", "service", "restart", true);
    }
    ArmCounts counts = bandit.arms.get("leak|service|restart");
    assertThat(counts.helped() + counts.failed()).isLessThanOrEqualTo(50.001);

    for (int i = 0; i < ActionBandit.MAX_ARMS + 10; i++) {
      bandit.learn("f" + i, "service", "restart", true);
    }
    assertThat(bandit.arms).hasSize(ActionBandit.MAX_ARMS);
  }

  @Test
  void drawsHaveTheMeanOfTheirDistribution() {
    BetaSampler sampler = new BetaSampler(11);
    double sum = 0;
    double small = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += sampler.next(3, 1);
      small += sampler.next(0.3, 0.9);
    }

    assertThat(sum / 20_000).isBetween(0.745, 0.755);
    assertThat(small / 20_000).isBetween(0.24, 0.26);
  }

  @Test
  void serviceClassesComeFromNames() {
    assertThat(ServiceClass.of(Entity.parse("s/orders-db"))).isEqualTo("database");
    assertThat(ServiceClass.of(Entity.parse("s/session-cache"))).isEqualTo("cache");
    assertThat(ServiceClass.of(Entity.parse("s/kafka-1"))).isEqualTo("queue");
    assertThat(ServiceClass.of(Entity.parse("s/feedback"))).isEqualTo("service");
  }

  private double share(String action) {
    int hits = 0;
    for (int i = 0; i < 1000; i++) {
      hits += first("incident-" + i).equals(action) ? 1 : 0;
    }
    return hits / 1000.0;
  }

  private String first(String incident) {
    return bandit.rank("leak", "service", ALLOWED, 1, incident, 1).actions().get(0);
  }
}
