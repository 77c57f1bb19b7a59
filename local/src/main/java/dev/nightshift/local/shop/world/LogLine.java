package dev.nightshift.local.shop.world;

/**
 * Something that a process or its platform said.
 *
 * @param severity OpenTelemetry severity number
 */
public record LogLine(long timeMillis, String service, String instance, int severity, String body) {

  public static final int INFO = 9;
  public static final int WARN = 13;
  public static final int ERROR = 17;
  public static final int FATAL = 21;
}
