package dev.nightshift.job.projection;

/**
 * What PostgreSQL cannot hold. A statement that it refuses for its content would be retried for
 * ever, so the content is mended or refused before it gets there.
 */
final class Limits {

  /**
   * An index entry of PostgreSQL ends at 2704 bytes; an index has at most two texts of up to 3
   * bytes a char.
   */
  static final int KEY_CHARS = 400;

  /** The first moment of the year 9999, in epoch milliseconds. */
  static final long LAST_TIME = 253_370_764_800_000L;

  private Limits() {}

  /** The text without NUL, which PostgreSQL's text and jsonb cannot hold. */
  static String text(String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /**
   * A text that is part of an index.
   *
   * @throws UnprojectableException if it is empty or too long for one
   */
  static String key(String field, String text) {
    String clean = text(text);
    if (clean.isEmpty()) {
      throw new UnprojectableException(field + " is empty");
    }
    return indexed(field, clean);
  }

  /**
   * As {@link #key}, but may be empty.
   *
   * @throws UnprojectableException if it is too long for an index
   */
  static String indexed(String field, String text) {
    String clean = text(text);
    if (clean.length() > KEY_CHARS) {
      throw new UnprojectableException(
          field + " has " + clean.length() + " characters, more than " + KEY_CHARS);
    }
    return clean;
  }

  /**
   * A time in epoch milliseconds, or 0 for none.
   *
   * @throws UnprojectableException if it is negative or after the year 9998
   */
  static long time(String field, long millis) {
    if (millis < 0 || millis >= LAST_TIME) {
      throw new UnprojectableException(
          field + " is " + millis + ", not a time in milliseconds since 1970");
    }
    return millis;
  }

  /**
   * A time that has to be known.
   *
   * @throws UnprojectableException if it is 0 or out of range
   */
  static long requiredTime(String field, long millis) {
    if (millis == 0) {
      throw new UnprojectableException(field + " is missing");
    }
    return time(field, millis);
  }
}
