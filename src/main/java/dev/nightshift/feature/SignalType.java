package dev.nightshift.feature;

/** The kind of telemetry that a feature is made from. */
public enum SignalType {
  METRIC,
  SPAN,
  LOG
}
