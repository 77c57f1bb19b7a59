package dev.nightshift.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitLedgerTest {

  private static final SafetyLimits LIMITS =
      new SafetyLimits(
          600_000, 2, 2, 0.5, 0.7, Risk.MEDIUM, 1, 1, 3, 2, 60_000, Risk.HIGH, 3, 3_600_000);
  private static final long NOW = 10_000_000;
  private static final TargetHealth WELL = new TargetHealth(4, 3, 1, 0);

  private final LimitLedger ledger = new LimitLedger();

  @Test
  void aQuietLedgerStopsNothing() {
    assertThat(limits(proposal("a/x", "restart"), NOW)).isEmpty();
  }

  @Test
  void coolsDownPerTargetAndAction() {
    run("a/x", "restart", NOW);

    assertThat(limits(proposal("a/x", "restart"), NOW + 599_999)).contains(Limit.COOLDOWN);
    assertThat(limits(proposal("a/x", "restart"), NOW + 600_000)).isEmpty();
    assertThat(limits(proposal("a/x", "scale"), NOW + 1)).isEmpty();
    assertThat(limits(proposal("a/y", "restart"), NOW + 1)).isEmpty();
  }

  @Test
  void countsActionsPerTargetAndHour() {
    run("a/x", "restart", NOW);
    run("a/x", "scale", NOW + 1);

    assertThat(limits(proposal("a/x", "other"), NOW + 2)).contains(Limit.ACTIONS_PER_TARGET);
    assertThat(limits(proposal("a/y", "other"), NOW + 2)).isEmpty();
    assertThat(limits(proposal("a/x", "other"), NOW + 3_600_000)).isEmpty();
  }

  @Test
  void boundsWhatRunsAtOnceAndKeepsTwoOffOneTarget() {
    start("k1", "a/x", "restart", NOW);
    assertThat(limits(proposal("a/x", "other"), NOW)).containsExactly(Limit.TARGET_BUSY);
    start("k2", "a/y", "restart", NOW);
    assertThat(limits(proposal("a/z", "other"), NOW)).containsExactly(Limit.CONCURRENCY);

    assertThat(ledger.finished("k1")).isTrue();
    assertThat(ledger.finished("k1")).isFalse();
    assertThat(limits(proposal("a/z", "other"), NOW)).isEmpty();
  }

  @Test
  void confidenceAndRiskNeedAPersonsWord() {
    assertThat(limits(proposal("a/x", "r", Risk.HIGH, 0.6, false, "", "", WELL), NOW))
        .containsExactly(Limit.MIN_CONFIDENCE, Limit.APPROVAL);
    assertThat(limits(proposal("a/x", "r", Risk.HIGH, Double.NaN, false, "kim", "", WELL), NOW))
        .isEmpty();
    assertThat(limits(proposal("a/x", "r", Risk.LOW, 0.9, false, "", "kim", WELL), NOW))
        .containsExactly(Limit.TARGET_BUSY);
  }

  @Test
  void boundsTheBlastRadiusAndSparesTheLastHealthyInstance() {
    assertThat(health(new TargetHealth(4, 4, 3, 3))).containsExactly(Limit.BLAST_RADIUS);
    assertThat(health(new TargetHealth(4, 1, 1, 1))).containsExactly(Limit.LAST_HEALTHY);
    assertThat(health(new TargetHealth(4, 1, 1, 0))).isEmpty();
    assertThat(health(new TargetHealth(1, 0, 1, 0))).isEmpty();
    assertThat(health(new TargetHealth(1, 1, 1, 1))).containsExactly(Limit.LAST_HEALTHY);
  }

  @Test
  void theBreakerOpensAtTheNumberAndStaysOpenUntilAPersonResumes() {
    assertThat(ledger.failed(LIMITS, NOW)).isFalse();
    assertThat(ledger.failed(LIMITS, NOW + 60_000)).as("the first is too old").isFalse();
    assertThat(ledger.failed(LIMITS, NOW + 60_001)).isTrue();
    assertThat(ledger.failed(LIMITS, NOW + 60_002)).as("open already").isFalse();

    assertThat(limits(proposal("a/x", "r"), NOW + 90_000_000)).contains(Limit.CIRCUIT_BREAKER);
    ledger.resume();
    assertThat(limits(proposal("a/x", "r"), NOW + 60_003)).isEmpty();
  }

  @Test
  void anUndoIsHeldByConcurrencyAlone() {
    run("a/x", "restart", NOW);
    run("a/x", "scale", NOW);
    ledger.failed(LIMITS, NOW);
    ledger.failed(LIMITS, NOW);
    ActionProposal undo = proposal("a/x", "restart", Risk.HIGH, 0.1, true, "", "", WELL);

    assertThat(limits(undo, NOW + 1)).isEmpty();
    start("k1", "a/y", "r", NOW);
    start("k2", "a/z", "r", NOW);
    assertThat(limits(undo, NOW + 1)).containsExactly(Limit.CONCURRENCY);
  }

  @Test
  void forgetsWhatIsOldAndRefusesWhenFull() {
    for (int i = 0; i < LimitLedger.CAPACITY; i++) {
      run("a/" + i, "r", NOW);
    }
    assertThat(limits(proposal("a/x", "r"), NOW)).containsExactly(Limit.LEDGER_FULL);

    assertThat(limits(proposal("a/x", "r"), NOW + 3_600_000)).isEmpty();
    assertThat(ledger.recent).isEmpty();
  }

  private List<Limit> health(TargetHealth health) {
    return limits(proposal("a/x", "r", Risk.LOW, 0.9, false, "", "", health), NOW);
  }

  private List<Limit> limits(ActionProposal proposal, long now) {
    return ledger.check(LIMITS, proposal, now).stream().map(LimitBreach::limit).toList();
  }

  private void run(String target, String action, long at) {
    start("once", target, action, at);
    ledger.finished("once");
  }

  private void start(String key, String target, String action, long at) {
    ledger.started(LIMITS, new LedgerEntry(key, "i", target, action, false, at));
  }

  private static ActionProposal proposal(String target, String action) {
    return proposal(target, action, Risk.LOW, 0.9, false, "", "", WELL);
  }

  private static ActionProposal proposal(
      String target,
      String action,
      Risk risk,
      double confidence,
      boolean undo,
      String approvedBy,
      String personAt,
      TargetHealth health) {
    return new ActionProposal(
        "i", action, target, risk, confidence, undo, approvedBy, personAt, health);
  }
}
