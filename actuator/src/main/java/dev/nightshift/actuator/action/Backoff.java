package dev.nightshift.actuator.action;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with full jitter: a uniform random time up to {@code min(max, first *
 * 2^(attempt-1))}. Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog,
 * 2015.
 *
 * @param random uniform in [0, 1)
 */
public record Backoff(Duration first, Duration max, DoubleSupplier random) {

  /** The wait after the given attempt, counted from 1. */
  public Duration after(int attempt) {
    double bound = Math.min((double) max.toMillis(), first.toMillis() * Math.pow(2, attempt - 1));
    return Duration.ofMillis(Math.round(bound * random.getAsDouble()));
  }

  /** What the other side asked for, but never longer than {@link #max}. */
  public Duration capped(Duration asked) {
    return asked.compareTo(max) > 0 ? max : asked;
  }
}
