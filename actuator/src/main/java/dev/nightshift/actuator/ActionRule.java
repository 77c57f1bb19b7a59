package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.feature.EntitySelector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the actuator's own configuration allows of one action.
 *
 * @param name the action, as policies call it
 * @param provider name of the provider that executes it
 * @param spec the operation of that provider
 * @param parameters values that no request can change
 * @param dryRun only say what would be done
 * @param targets the action may touch what one of these matches
 * @param idempotent doing it twice does no more than doing it once; without this a request's own
 *     claim to be idempotent counts for nothing
 * @param coolDown least time between two of this action at one target; an undo waits for no action,
 *     only for another undo
 * @param maxPerTargetAndHour at most so many of this action at one target in an hour
 * @param maxConcurrent at most so many of this action claimed or executing at once
 * @param minConfidence a request below it needs a person's approval, 0 to 1
 * @param risk the action's class: at least the one that the operation declares
 * @param approvalAbove an action or request of a higher risk class needs a person's approval
 */
public record ActionRule(
    String name,
    String provider,
    ActionSpec spec,
    Map<String, String> parameters,
    boolean dryRun,
    List<EntitySelector> targets,
    boolean idempotent,
    Duration coolDown,
    int maxPerTargetAndHour,
    int maxConcurrent,
    double minConfidence,
    Risk risk,
    Risk approvalAbove) {

  public ActionRule {
    targets = List.copyOf(targets);
    parameters = Map.copyOf(parameters);
  }

  /** What a request gives, with the values of this rule in their place. Not yet checked. */
  Map<String, String> merged(Map<String, String> requested) {
    Map<String, String> all = new LinkedHashMap<>(requested);
    all.putAll(parameters);
    return all;
  }
}
