package dev.nightshift.actuator;

/** How far the actuator may go, whatever a request says. */
public enum Mode {
  /** Refuse everything, with the reason: the kill switch, and the default. */
  OBSERVE,
  /** Only what a person approved. */
  APPROVE,
  /** What the limits allow. */
  AUTO
}
