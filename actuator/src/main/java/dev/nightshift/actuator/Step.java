package dev.nightshift.actuator;

/** The places where a process may die with most to lose; see {@link Actuator.Hooks}. */
public enum Step {
  BEFORE_CLAIM,
  AFTER_CLAIM,
  BEFORE_EFFECT,
  AFTER_EFFECT,
  BEFORE_REPORT,
  AFTER_REPORT
}
