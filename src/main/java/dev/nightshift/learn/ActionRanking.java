package dev.nightshift.learn;

import java.util.List;

/**
 * Actions in the order in which to try them.
 *
 * @param explanation why the first is first, in words and numbers
 */
public record ActionRanking(List<String> actions, String explanation) {}
