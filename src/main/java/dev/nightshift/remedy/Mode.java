package dev.nightshift.remedy;

import java.util.Locale;

/** How far automation may go alone, from least to most. */
public enum Mode {
  /** Say what would be done; do nothing. The default of a new installation. */
  OBSERVE,
  /** Ask a person before each action. */
  APPROVE,
  /** Act, inside the limits. */
  AUTO;

  /**
   * As policies, requests and incidents write it: {@code observe}, {@code approve}, {@code auto}.
   */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
