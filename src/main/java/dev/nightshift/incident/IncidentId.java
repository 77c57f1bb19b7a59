package dev.nightshift.incident;

import dev.nightshift.telemetry.Entity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Incident ids: {@code system~hash}. The system stands in the id so that a message about an
 * incident finds its key without looking it up; the hash comes from the first anomaly, how many
 * incidents of the system came before, and the event time, so that a replay gives the same ids.
 */
public final class IncidentId {

  private static final int HEX_DIGITS = 10;
  private static final Pattern ID = Pattern.compile("(.*)~[0-9a-f]{" + HEX_DIGITS + "}");

  private IncidentId() {}

  static String of(String system, String seed, long eventTime) {
    return system + "~" + sha256(system + "|" + seed + "|" + eventTime).substring(0, HEX_DIGITS);
  }

  /**
   * The system that a control message's scope speaks of.
   *
   * @param scope incident id, entity key, system or {@code *}
   * @return {@code *} for everything
   */
  public static String systemOf(String scope) {
    Matcher id = ID.matcher(scope);
    if (id.matches()) {
      return id.group(1);
    }
    return scope.contains("/") ? Entity.parse(scope).system() : scope;
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
