package dev.nightshift.actuator.action;

import dev.nightshift.contract.Outcome;

/**
 * What a provider says came of an action.
 *
 * @param outcome {@code REFUSED} only if the action was certainly never begun; {@code UNKNOWN} if
 *     it may or may not have happened
 * @param detail one sentence for people; holds no secret
 * @param attempts times that the provider was asked to act, 0 if it was only looked up
 */
public record ProviderAnswer(Outcome outcome, String detail, int attempts) {}
