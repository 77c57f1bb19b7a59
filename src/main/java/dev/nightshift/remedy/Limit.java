package dev.nightshift.remedy;

/** The safety rules that can stop an action. */
public enum Limit {
  MIN_CONFIDENCE(true),
  APPROVAL(false),
  COOLDOWN(true),
  ACTIONS_PER_TARGET(false),
  CONCURRENCY(true),
  /** Another incident or a person is at the target. */
  TARGET_BUSY(true),
  BLAST_RADIUS(false),
  LAST_HEALTHY(false),
  CIRCUIT_BREAKER(false),
  /** The ledger can remember no more; what it cannot remember it cannot limit. */
  LEDGER_FULL(true);

  private final boolean passing;

  Limit(boolean passing) {
    this.passing = passing;
  }

  /** Whether waiting can lift it, by itself and soon. */
  public boolean passing() {
    return passing;
  }
}
