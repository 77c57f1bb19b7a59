package dev.nightshift.telemetry;

/** OpenTelemetry's span kinds. */
public enum SpanKind {
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER
}
