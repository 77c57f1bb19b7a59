package dev.nightshift.feature.template;

/**
 * Replaces what varies by nature: numbers (with units and dates), hexadecimal, IP addresses, UUIDs
 * and paths become {@code <*>}. Written by hand, as regular expressions took most of the time.
 */
final class TokenMask {

  static final String WILDCARD = "<*>";
  private static final int MIN_HEX = 6;

  private TokenMask() {}

  /** Masks the core of a token, and keeps the punctuation around it and a key before it. */
  static String mask(String token) {
    int from = 0;
    int to = token.length();
    while (from < to && isPunctuation(token.charAt(from))) {
      from++;
    }
    while (to > from && isPunctuation(token.charAt(to - 1))) {
      to--;
    }
    if (from == to) {
      return token;
    }
    String core = token.substring(from, to);
    String masked = maskCore(core);
    return masked.equals(core) ? token : token.substring(0, from) + masked + token.substring(to);
  }

  private static String maskCore(String core) {
    if (isVariable(core)) {
      return WILDCARD;
    }
    int separator = core.indexOf('=');
    if (separator < 0) {
      separator = core.indexOf(':');
    }
    if (separator > 0 && separator < core.length() - 1) {
      String key = core.substring(0, separator + 1);
      String value = mask(core.substring(separator + 1));
      return key + value;
    }
    return core;
  }

  private static boolean isVariable(String core) {
    return isPath(core) || isNumeric(core) || isHex(core);
  }

  private static boolean isPath(String core) {
    int slash = core.indexOf('/');
    return slash >= 0 && core.indexOf('/', slash + 1) > slash && core.length() > 2;
  }

  /** Digits with the signs of numbers, dates, times and addresses; a short unit may follow. */
  private static boolean isNumeric(String core) {
    int digits = 0;
    int letters = 0;
    for (int i = 0; i < core.length(); i++) {
      char c = core.charAt(i);
      if (c >= '0' && c <= '9') {
        if (letters > 0) {
          return false;
        }
        digits++;
      } else if (Character.isLetter(c) || c == '%') {
        letters++;
      } else if (".,:-+/_Z".indexOf(c) < 0) {
        return false;
      }
    }
    return digits > 0 && letters <= 3;
  }

  /** Hexadecimal with at least one digit, also with dashes (UUID), colons (MAC, IPv6) or 0x. */
  private static boolean isHex(String core) {
    int from = core.startsWith("0x") || core.startsWith("0X") ? 2 : 0;
    int length = 0;
    boolean digit = false;
    for (int i = from; i < core.length(); i++) {
      char c = core.charAt(i);
      if (c >= '0' && c <= '9') {
        digit = true;
        length++;
      } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
        length++;
      } else if (c != '-' && c != ':') {
        return false;
      }
    }
    return length > 0 && (from == 2 || (digit && length >= MIN_HEX));
  }

  private static boolean isPunctuation(char c) {
    return "()[]{}<>\"',;:.=!?#".indexOf(c) >= 0;
  }
}
