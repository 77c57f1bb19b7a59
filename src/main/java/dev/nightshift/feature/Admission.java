package dev.nightshift.feature;

/**
 * What became of one signal. All but {@link #ACCEPTED} and {@link #DUPLICATE} belong on the
 * dead-letter output.
 */
public enum Admission {
  ACCEPTED,
  /** The step that it belongs to has been emitted. */
  LATE,
  /** Further ahead of the clock than clock skew explains. */
  FUTURE,
  /** Delivered twice; counted once. */
  DUPLICATE,
  /** The entity holds its maximum of series. */
  TOO_MANY_SERIES,
  /** The entity holds its maximum of open steps. */
  TOO_MANY_STEPS,
  /** The step holds its maximum of points of this series. */
  TOO_MANY_POINTS
}
