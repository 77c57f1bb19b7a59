package dev.nightshift.feature;

/** What is done to an aggregated value before a model sees it. */
public enum Transform {
  NONE,
  /** {@code log(1 + max(x, 0))}: for rates and latencies with long tails. */
  LOG1P,
  /** Difference to the newest earlier step that has a value. */
  DIFFERENCE
}
