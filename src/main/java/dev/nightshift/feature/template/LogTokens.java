package dev.nightshift.feature.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Splits a log record's body into masked tokens.
 *
 * <p>What belongs to a variable goes with it: the unit after a number, a second number beside it
 * ("1165 bytes (1.13 KB)" and "12 ms" are one {@code <*>} each). Names of days and months and what
 * stands after the word "user" vary by nature, too.
 */
final class LogTokens {

  private static final int MAX_TOKENS = 128;

  private static final Set<String> UNITS =
      Set.of(
          "b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "byte", "bytes", "ns", "us", "ms", "s",
          "sec", "secs", "seconds", "m", "min", "minutes", "h", "hours", "%");

  private static final Set<String> DATES =
      Set.of(
          "mon",
          "tue",
          "wed",
          "thu",
          "fri",
          "sat",
          "sun",
          "monday",
          "tuesday",
          "wednesday",
          "thursday",
          "friday",
          "saturday",
          "sunday",
          "jan",
          "feb",
          "mar",
          "apr",
          "may",
          "jun",
          "jul",
          "aug",
          "sep",
          "oct",
          "nov",
          "dec");

  private static final int LONGEST_WORD = 9;

  private LogTokens() {}

  static String[] of(String body) {
    StringTokenizer words = new StringTokenizer(body);
    List<String> tokens = new ArrayList<>();
    String before = "";
    while (words.hasMoreTokens() && tokens.size() < MAX_TOKENS) {
      String token = mask(words.nextToken(), before);
      if (token == null) {
        continue;
      }
      before = token;
      boolean again =
          isVariable(token) && !tokens.isEmpty() && isVariable(tokens.get(tokens.size() - 1));
      if (!again) {
        tokens.add(token);
      }
    }
    return tokens.toArray(new String[0]);
  }

  /** The masked token; null for a unit that goes with the number before it. */
  private static String mask(String word, String before) {
    String token = TokenMask.mask(word);
    if (token.length() > LONGEST_WORD + 2 || before.isEmpty()) {
      return before.equals("user") ? slot(token) : token;
    }
    String core = TokenMask.core(token).toLowerCase(Locale.ROOT);
    if (before.endsWith(TokenMask.WILDCARD) && UNITS.contains(core)) {
      return null;
    }
    return DATES.contains(core) || before.equals("user") ? slot(token) : token;
  }

  private static String slot(String token) {
    String core = TokenMask.core(token);
    return core.isEmpty() || core.contains("*") ? token : token.replace(core, TokenMask.WILDCARD);
  }

  private static boolean isVariable(String token) {
    int at = token.indexOf(TokenMask.WILDCARD);
    if (at < 0) {
      return false;
    }
    for (int i = 0; i < token.length(); i++) {
      if (i == at) {
        i += TokenMask.WILDCARD.length() - 1;
      } else if ("()[]{},;:'\"".indexOf(token.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
