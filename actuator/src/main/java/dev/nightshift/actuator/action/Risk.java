package dev.nightshift.actuator.action;

import java.util.Locale;
import java.util.Optional;

/** Risk classes in rising order. */
public enum Risk {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** Reads the name that a request carries; empty if it is none. */
  public static Optional<Risk> parse(String name) {
    for (Risk risk : values()) {
      if (risk.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(risk);
      }
    }
    return Optional.empty();
  }
}
