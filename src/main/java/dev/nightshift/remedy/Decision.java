package dev.nightshift.remedy;

import dev.nightshift.contract.RuleVerdict;
import java.util.List;

/**
 * The answer to a {@link PolicyQuestion}.
 *
 * @param rule that governs; null if none fits
 * @param mode that governs
 * @param plan chosen, or the preferred one that a limit stops; null if there is none
 * @param verification that will judge it
 * @param reasons all of them in words, in the order in which they came up
 * @param stops limits that stopped something
 * @param rules each rule that was asked, in the order of the file, to the one that governs
 */
public record Decision(
    Verdict verdict,
    PolicyRule rule,
    Mode mode,
    Plan plan,
    Verification verification,
    List<String> reasons,
    List<Stop> stops,
    List<RuleVerdict> rules) {

  /** A limit, and the plan that it stopped. */
  public record Stop(String plan, LimitBreach breach) {}

  public Decision {
    reasons = List.copyOf(reasons);
    stops = List.copyOf(stops);
    rules = List.copyOf(rules);
  }

  /** The first action of the plan; null if there is none. */
  public ActionSpec action() {
    return plan == null ? null : plan.steps().get(0).action();
  }

  public List<LimitBreach> breaches() {
    return stops.stream().map(Stop::breach).toList();
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
    return stops.stream().map(Stop::breach).mapToLong(LimitBreach::until).max().orElse(0);
  }
}
