package dev.nightshift.actuator.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a notice.
 *
 * @param state whether it has arrived, and if not whether the same may arrive later
 * @param detail what the receiver said; holds no secret
 * @param retryAfter when the receiver wants to be asked again, if it said so
 */
public record Delivery(State state, String detail, Optional<Duration> retryAfter) {

  /** Whether a notice has arrived. */
  public enum State {
    DELIVERED,
    /** Not now: no answer, too many requests, a fault. It may have arrived. */
    LATER,
    /** Refused as it is: somebody has to mend the configuration. */
    REJECTED
  }

  static Delivery delivered() {
    return new Delivery(State.DELIVERED, "", Optional.empty());
  }

  static Delivery later(String detail, Optional<Duration> retryAfter) {
    return new Delivery(State.LATER, detail, retryAfter);
  }

  static Delivery rejected(String detail) {
    return new Delivery(State.REJECTED, detail, Optional.empty());
  }
}
