package dev.nightshift.actuator.action;

/** What happens if an action is asked for twice under one key. */
public enum Idempotency {
  /** The provider knows the key: the second time does nothing. */
  KEYED,
  /** The same state is set again: the second time changes nothing. */
  NATURAL,
  /** It would be done again. Never repeated unless configuration and request both allow it. */
  NONE;

  /** True if asking again never does harm. */
  public boolean harmless() {
    return this != NONE;
  }
}
