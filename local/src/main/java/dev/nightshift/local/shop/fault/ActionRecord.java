package dev.nightshift.local.shop.fault;

/**
 * One action that the infrastructure carried out or tried to.
 *
 * @param at simulated time of the order
 * @param effectAt simulated time at which it had its effect; equal to {@code at} if it failed
 * @param key idempotency key
 * @param target entity key
 * @param detail what the infrastructure answered
 */
public record ActionRecord(
    long at,
    long effectAt,
    String key,
    String action,
    String target,
    boolean undo,
    boolean succeeded,
    String detail,
    Verdict verdict) {

  /** What it was worth, known only to the simulation. */
  public enum Verdict {
    RIGHT,
    WRONG_TARGET,
    WRONG_KIND,
    /** Nothing was wrong, or the right action was already under way. */
    NEEDLESS,
    /** Takes back an earlier action. */
    UNDO;

    public boolean wrong() {
      return this == WRONG_TARGET || this == WRONG_KIND || this == NEEDLESS;
    }
  }
}
