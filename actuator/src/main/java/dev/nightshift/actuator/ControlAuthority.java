package dev.nightshift.actuator;

import dev.nightshift.contract.ControlMessage;

/** Says whether a control message was really sent by somebody who may. Thread-safe. */
@FunctionalInterface
public interface ControlAuthority {

  /** True if the message carries a valid signature of a known key. */
  boolean accepts(ControlMessage message);
}
