package dev.nightshift.telemetry;

/**
 * One log record.
 *
 * @param severity OpenTelemetry severity number: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20
 *     error, 21-24 fatal; 0 if unknown
 * @param traceId hexadecimal, or empty
 * @param spanId hexadecimal, or empty
 */
public record LogEntry(
    Entity entity, long timeMillis, int severity, String body, String traceId, String spanId) {

  private static final int ERROR = 17;

  public boolean isError() {
    return severity >= ERROR;
  }
}
