package dev.nightshift.feature.template;

import java.util.Set;

/**
 * Replaces what varies by nature: tokens with a digit in them (numbers, dates, addresses,
 * identifiers), paths, host names and long hexadecimal become {@code <*>}. Written by hand, as
 * regular expressions took most of the time.
 */
final class TokenMask {

  static final String WILDCARD = "<*>";

  private static final String EMPTY_PARENTHESES = "()";
  private static final String MASKED_PARENTHESES = "(<*>)";
  private static final int MIN_HEX = 8;
  private static final int MIN_HOST_DOTS = 2;

  /** Where names of packages begin; names of hosts end so. */
  private static final Set<String> PACKAGE_ROOTS =
      Set.of("com", "org", "net", "edu", "io", "java", "javax", "android", "sun", "scala", "akka");

  private TokenMask() {}

  /** Masks the core of a token, and keeps the punctuation around it and a key before it. */
  static String mask(String token) {
    if (token.equals(EMPTY_PARENTHESES)) {
      return MASKED_PARENTHESES;
    }
    int from = coreStart(token);
    int to = coreEnd(token, from);
    if (from == to) {
      return token;
    }
    String core = token.substring(from, to);
    String masked = maskCore(core);
    return masked.equals(core) ? token : token.substring(0, from) + masked + token.substring(to);
  }

  /** A token without the punctuation around it. */
  static String core(String token) {
    int from = coreStart(token);
    return token.substring(from, coreEnd(token, from));
  }

  private static int coreStart(String token) {
    int from = 0;
    while (from < token.length() && isPunctuation(token.charAt(from))) {
      from++;
    }
    return from;
  }

  private static int coreEnd(String token, int from) {
    int to = token.length();
    while (to > from && isPunctuation(token.charAt(to - 1))) {
      to--;
    }
    return to;
  }

  private static String maskCore(String core) {
    int bracket = firstBracket(core);
    if (bracket > 0) {
      return maskWord(core.substring(0, bracket))
          + core.charAt(bracket)
          + mask(core.substring(bracket + 1));
    }
    return bracket == 0 ? core : maskWord(core);
  }

  private static String maskWord(String word) {
    if (isPath(word) || isHex(word)) {
      return WILDCARD;
    }
    int key = keyLength(word);
    if (key > 0 && key < word.length() && word.charAt(key) != '/') {
      return word.substring(0, key) + mask(word.substring(key));
    }
    return hasDigit(word) || isHost(word) ? WILDCARD : word;
  }

  private static int firstBracket(String core) {
    for (int i = 0; i < core.length(); i++) {
      if (core.charAt(i) == '(' || core.charAt(i) == '[') {
        return i;
      }
    }
    return -1;
  }

  /** Length of {@code key=} or {@code key:}, whose key has no digits; 0 without one. */
  private static int keyLength(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '=' || c == ':') {
        return i == 0 ? 0 : i + 1;
      }
      if (!isLetter(c) && c != '_' && c != '.' && c != '-') {
        return 0;
      }
    }
    return 0;
  }

  private static boolean isPath(String word) {
    int slash = word.indexOf('/');
    return slash >= 0 && word.length() > 1 && (slash == 0 || word.indexOf('/', slash + 1) > slash);
  }

  private static boolean hasDigit(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) >= '0' && word.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private static boolean isHex(String word) {
    if (word.length() < MIN_HEX) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.digit(word.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Small letters and hyphens between two dots or more, unless it begins as a package does. */
  private static boolean isHost(String word) {
    int dots = 0;
    char before = '.';
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '.') {
        dots++;
        if (before == '.') {
          return false;
        }
      } else if ((c < 'a' || c > 'z') && c != '-') {
        return false;
      }
      before = c;
    }
    return dots >= MIN_HOST_DOTS && !PACKAGE_ROOTS.contains(word.substring(0, word.indexOf('.')));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isPunctuation(char c) {
    return "()[]{}<>\"',;:.=!?#".indexOf(c) >= 0;
  }
}
