package dev.nightshift.remedy;

import java.util.List;

/**
 * The answer to a {@link PolicyQuestion}.
 *
 * @param rule that governs; null if none fits
 * @param mode that governs
 * @param action chosen, or the preferred one that a limit stops; null if there is none
 * @param verification that will judge it
 * @param reasons all of them in words, in the order in which they came up
 * @param breaches limits that stopped something
 */
public record Decision(
    Verdict verdict,
    PolicyRule rule,
    Mode mode,
    ActionSpec action,
    Verification verification,
    List<String> reasons,
    List<LimitBreach> breaches) {

  public Decision {
    reasons = List.copyOf(reasons);
    breaches = List.copyOf(breaches);
  }

  /** Name of the rule, or empty. */
  public String policy() {
    return rule == null ? "" : rule.name();
  }

  /** The reasons as one text. */
  public String text() {
    return String.join("; ", reasons);
  }

  /**
   * When to ask again at the latest, in event time; 0 if only another diagnosis or result helps.
   */
  public long retryAt() {
    return breaches.stream().mapToLong(LimitBreach::until).max().orElse(0);
  }
}
