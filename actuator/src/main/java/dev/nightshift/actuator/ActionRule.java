package dev.nightshift.actuator;

import dev.nightshift.feature.EntitySelector;
import java.time.Duration;
import java.util.List;

/**
 * What the actuator's own configuration allows of one action.
 *
 * @param name the action
 * @param provider name of the {@link ActionProvider} that executes it
 * @param targets the action may touch what one of these matches
 * @param idempotent doing it twice does no more than doing it once; without this a request's own
 *     claim to be idempotent counts for nothing
 * @param coolDown least time between two of this action at one target; an undo waits for no action,
 *     only for another undo
 * @param maxPerTargetAndHour at most so many of this action at one target in an hour
 * @param maxConcurrent at most so many of this action claimed or executing at once
 * @param minConfidence a request below it needs a person's approval, 0 to 1
 * @param approvalAbove a request of a higher risk class needs a person's approval
 */
public record ActionRule(
    String name,
    String provider,
    List<EntitySelector> targets,
    boolean idempotent,
    Duration coolDown,
    int maxPerTargetAndHour,
    int maxConcurrent,
    double minConfidence,
    Risk approvalAbove) {

  public ActionRule {
    targets = List.copyOf(targets);
  }
}
