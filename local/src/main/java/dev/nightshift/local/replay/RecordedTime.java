package dev.nightshift.local.replay;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * Times as people write them into files: seconds, milliseconds, microseconds or nanoseconds since
 * the epoch, told by their size, or ISO date and time in UTC.
 */
final class RecordedTime {

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd['T'][ ]HH:mm:ss[.SSSSSSSSS][.SSSSSS][.SSS]['Z']");

  private static final long MILLI = 1_000_000L;

  private RecordedTime() {}

  static long millis(CsvFile csv, String text) throws IOException {
    return Math.floorDiv(nanos(csv.where(), text), MILLI);
  }

  /**
   * Nanoseconds since the epoch.
   *
   * @param where file and line, for the error message
   */
  static long nanos(String where, String text) throws IOException {
    // A date holds dashes; asking by exception whether it is a number costs most of the time.
    if (text.indexOf('-', 1) < 0 && CsvFile.isNumber(text)) {
      return ofNumber(text);
    }
    try {
      Instant time = LocalDateTime.parse(text.trim(), ISO).toInstant(ZoneOffset.UTC);
      return time.getEpochSecond() * 1_000 * MILLI + time.getNano();
    } catch (DateTimeParseException e) {
      throw new IOException(where + ": not a time: '" + text + "'", e);
    }
  }

  private static long ofNumber(String text) {
    double value = Double.parseDouble(text);
    boolean whole = text.chars().allMatch(Character::isDigit);
    if (value > 1e17) {
      return whole ? Long.parseLong(text) : (long) value;
    }
    if (value > 1e14) {
      return (long) (value * 1_000);
    }
    // Whole milliseconds: a double holds no nanoseconds of today.
    return (value > 1e11 ? (long) value : (long) (value * 1000)) * MILLI;
  }
}
