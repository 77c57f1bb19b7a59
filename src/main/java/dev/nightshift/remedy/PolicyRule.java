package dev.nightshift.remedy;

import dev.nightshift.config.Condition;
import dev.nightshift.feature.EntitySelector;
import java.util.List;

/**
 * What may answer a kind of diagnosis.
 *
 * @param faultTypes empty for all
 * @param when further condition over {@code incident}, {@code candidate} and {@code time}; null for
 *     none
 * @param actions allowed ones, preferred first
 * @param mode null for the system's own
 * @param minConfidence of this rule; the system's limit holds besides
 * @param verification null for the default
 */
public record PolicyRule(
    String name,
    EntitySelector selector,
    List<String> faultTypes,
    Condition when,
    List<String> actions,
    Mode mode,
    double minConfidence,
    Verification verification) {

  public PolicyRule {
    faultTypes = List.copyOf(faultTypes);
    actions = List.copyOf(actions);
  }
}
