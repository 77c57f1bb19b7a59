package dev.nightshift.remedy;

import java.util.List;

/**
 * Puts the actions that a rule allows in order; the policy's own order is one, learning another.
 */
@FunctionalInterface
public interface ActionPreference {

  /** Keeps the order of the policy. */
  ActionPreference AS_WRITTEN = allowed -> new Order(allowed, "first in the policy's order");

  /** A permutation of what is allowed. */
  Order order(List<String> allowed);

  /**
   * An order and why.
   *
   * @param reason why the first is first, in words
   */
  record Order(List<String> actions, String reason) {}
}
