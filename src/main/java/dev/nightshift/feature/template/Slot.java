package dev.nightshift.feature.template;

import java.util.ArrayList;
import java.util.List;

/** A place in a template that varies: {@code <*>}, alone or within a token as in {@code id=<*>}. */
final class Slot {

  /** Ids of united templates that the eldest remembers. */
  private static final int MAX_ABSORBED = 64;

  private Slot() {}

  /** Whether a token has something for the slot, with the text around it. */
  static boolean fits(String slot, String token) {
    int at = slot.indexOf(TokenMask.WILDCARD);
    if (at < 0) {
      return false;
    }
    int after = at + TokenMask.WILDCARD.length();
    int tail = slot.length() - after;
    return token.length() >= at + tail
        && token.regionMatches(0, slot, 0, at)
        && token.regionMatches(token.length() - tail, slot, after, tail);
  }

  /** Templates that equal these tokens but for one; a mutable list. */
  static List<LogTemplate> siblings(List<LogTemplate> templates, String[] tokens, int at) {
    List<LogTemplate> siblings = new ArrayList<>();
    for (LogTemplate template : templates) {
      boolean equal = true;
      for (int i = 0; equal && i < tokens.length; i++) {
        equal = i == at || template.tokens[i].equals(tokens[i]);
      }
      if (equal) {
        siblings.add(template);
      }
    }
    return siblings;
  }

  /**
   * The slot that siblings have in common; null if they do not prove one. Leaves of the siblings
   * only those that the slot is for.
   */
  static String of(List<LogTemplate> siblings, int at, int varies) {
    for (LogTemplate sibling : siblings) {
      String token = sibling.tokens[at];
      if (token.contains(TokenMask.WILDCARD)
          && siblings.stream()
              .anyMatch(other -> other != sibling && fits(token, other.tokens[at]))) {
        siblings.removeIf(other -> other != sibling && !fits(token, other.tokens[at]));
        return token;
      }
    }
    if (siblings.size() < varies) {
      return null;
    }
    String key = key(siblings.get(0).tokens[at]);
    boolean same = siblings.stream().allMatch(sibling -> key(sibling.tokens[at]).equals(key));
    return same ? key + TokenMask.WILDCARD : null;
  }

  /** Makes the eldest of the siblings the template of all. */
  static LogTemplate unite(List<LogTemplate> siblings, int at, String slot) {
    LogTemplate eldest = siblings.get(0);
    List<String> absorbed = new ArrayList<>();
    for (LogTemplate sibling : siblings) {
      if (sibling.absorbed != null) {
        absorbed.addAll(List.of(sibling.absorbed));
      }
      if (sibling != eldest) {
        absorbed.add(sibling.id);
        eldest.count += sibling.count;
        eldest.used = Math.max(eldest.used, sibling.used);
      }
    }
    int from = Math.max(0, absorbed.size() - MAX_ABSORBED);
    eldest.absorbed = absorbed.subList(from, absorbed.size()).toArray(new String[0]);
    eldest.tokens = eldest.tokens.clone();
    eldest.tokens[at] = slot;
    return eldest;
  }

  /** {@code key=} or {@code key:}; empty without one. */
  private static String key(String token) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '=' || c == ':') {
        return token.substring(0, i + 1);
      }
      if (!Character.isLetter(c) && c != '_' && c != '.') {
        return "";
      }
    }
    return "";
  }
}
