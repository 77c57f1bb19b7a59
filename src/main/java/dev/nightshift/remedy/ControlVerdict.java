package dev.nightshift.remedy;

/**
 * Whether a control message is obeyed.
 *
 * @param text why not, in words; empty if it is accepted
 */
public record ControlVerdict(Reason reason, String text) {

  /** Why a message is refused. */
  public enum Reason {
    ACCEPTED,
    UNKNOWN_KEY,
    FORGED,
    FOREIGN,
    EXPIRED,
    FROM_THE_FUTURE,
    REPLAYED,
    FORBIDDEN,
    TOO_MANY
  }

  public boolean accepted() {
    return reason == Reason.ACCEPTED;
  }
}
