package dev.nightshift.local.shop.fault;

/**
 * The truth about one fault. Times are simulated, in milliseconds since the epoch; 0 for what has
 * not come to pass.
 *
 * @param number from 0
 * @param kind {@code memory_leak} ...
 * @param target entity key of the faulty service
 * @param startedAt when it began
 * @param symptomsAt when it first could be seen: an objective of the service itself or of users was
 *     missed
 * @param healedAt when its cause was gone
 * @param healedBy idempotency key of the action that healed it, or {@link #ON_CALL}; empty while it
 *     lasts
 * @param recoveredAt when all objectives were met again, for good
 */
public record FaultRecord(
    int number,
    String kind,
    String target,
    long startedAt,
    long symptomsAt,
    long healedAt,
    String healedBy,
    long recoveredAt) {

  /** The person on call did it. */
  public static final String ON_CALL = "on-call";

  public boolean healedByAction() {
    return healedAt != 0 && !healedBy.equals(ON_CALL);
  }

  public boolean recovered() {
    return recoveredAt != 0;
  }

  /** From its start until all was well again; NaN while it is not. */
  public double secondsToRecover() {
    return recovered() ? (recoveredAt - startedAt) / 1000.0 : Double.NaN;
  }
}
