package dev.nightshift.remedy;

import java.util.Locale;

/** How much an action can break if it was the wrong one. The order counts. */
public enum Risk {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /**
   * As policies and requests write it: {@code low}, {@code medium}, {@code high}, {@code critical}.
   */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads what {@link #wire()} wrote.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Risk of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
