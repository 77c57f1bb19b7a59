package dev.nightshift.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyEngineTest {

  private static final String TARGET = "demo.shop/orders";
  private static final String YAML =
      """
      version: v
      defaults: {mode: %s}
      limits: {min_confidence: 0.5, approval_above: medium}
      actions:
        restart: {risk: low, idempotent: true}
        failover: {risk: high, idempotent: false}
      rules:
        - name: night only
          fault_types: [leak]
          when: time.hour < 6
          actions: [failover]
        - name: leak
          fault_types: [leak]
          actions: [restart, failover]
          min_confidence: 0.7
        - name: database
          fault_types: [slow]
          actions: [failover]
      """;

  private final LimitLedger ledger = new LimitLedger();

  @Test
  void theModeDecidesBetweenActingAskingAndSaying() {
    assertThat(decide("auto", "leak", 0.9).verdict()).isEqualTo(Verdict.ACT);
    assertThat(decide("approve", "leak", 0.9).verdict()).isEqualTo(Verdict.ASK);
    assertThat(decide("observe", "leak", 0.9).verdict()).isEqualTo(Verdict.SAY);
  }

  @Test
  void theFirstRuleThatFitsGovernsAndTheReasonsSayWhy() {
    Decision decision = decide("auto", "leak", 0.9);

    assertThat(decision.policy()).isEqualTo("leak");
    assertThat(decision.text())
        .contains("rule 'night only' does not hold: time.hour < 6")
        .contains("rule 'leak' governs")
        .contains("restart chosen");
  }

  @Test
  void riskAboveTheClassAsks() {
    Decision decision = decide("auto", "slow", 0.9);

    assertThat(decision.verdict()).isEqualTo(Verdict.ASK);
    assertThat(decision.breaches()).extracting(LimitBreach::limit).containsExactly(Limit.APPROVAL);
  }

  @Test
  void lowConfidenceWaitsAndSoDoesAnUnknownFault() {
    assertThat(decide("auto", "leak", 0.6).verdict()).isEqualTo(Verdict.WAIT);
    assertThat(decide("auto", "leak", 0.6).text()).contains("0.60 is below the 0.70 of rule");
    assertThat(decide("auto", "leak", Double.NaN).verdict()).isEqualTo(Verdict.WAIT);
    assertThat(decide("auto", "other", 0.9).verdict()).isEqualTo(Verdict.WAIT);
    assertThat(decide("auto", "other", 0.9).text()).contains("no rule");
  }

  @Test
  void whatWasTriedIsNotTriedAgain() {
    PolicyQuestion question = Questions.about(TARGET, "leak", 0.9);
    PolicyEngine engine = engine("auto");

    Decision second =
        engine.decide(
            Questions.after(question, List.of("restart")), ledger, ActionPreference.AS_WRITTEN);
    Decision third =
        engine.decide(
            Questions.after(question, List.of("restart", "failover")),
            ledger,
            ActionPreference.AS_WRITTEN);

    assertThat(second.action().name()).isEqualTo("failover");
    assertThat(third.verdict()).isEqualTo(Verdict.NOTHING);
    assertThat(third.text()).contains("all its actions were tried");
  }

  @Test
  void anOpenBreakerForbidsAndACooldownSaysUntilWhen() {
    SafetyLimits limits = engine("auto").policies().limits();
    ledger.started(
        limits, new LedgerEntry("k", "i", TARGET, "restart", false, Questions.NOON - 1000));
    ledger.finished("k");
    Decision cooling = decide("auto", "leak", 0.9);
    assertThat(cooling.verdict()).isEqualTo(Verdict.WAIT);
    assertThat(cooling.retryAt()).isEqualTo(Questions.NOON - 1000 + limits.cooldownMillis());

    for (int i = 0; i < limits.breakerFailures(); i++) {
      ledger.failed(limits, Questions.NOON);
    }
    assertThat(decide("auto", "leak", 0.9).verdict()).isEqualTo(Verdict.NOTHING);
    assertThat(decide("auto", "leak", 0.9).text()).contains("paused itself");
  }

  private Decision decide(String mode, String fault, double confidence) {
    return engine(mode)
        .decide(Questions.about(TARGET, fault, confidence), ledger, ActionPreference.AS_WRITTEN);
  }

  private static PolicyEngine engine(String mode) {
    return new PolicyEngine(PolicyFile.parse("p", YAML.formatted(mode)));
  }
}
