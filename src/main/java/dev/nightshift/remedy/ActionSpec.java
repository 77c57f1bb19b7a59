package dev.nightshift.remedy;

import java.util.Map;

/**
 * An action of the catalogue: what a repair is called and what is safe to assume about it.
 *
 * @param idempotent whether running it twice is the same as running it once
 * @param undoneBy name of the action that takes it back: its own name if the same action is asked
 *     with {@code undo}, empty if it cannot be undone
 * @param parameters given to the provider as they stand
 */
public record ActionSpec(
    String name, Risk risk, boolean idempotent, String undoneBy, Map<String, String> parameters) {

  public ActionSpec {
    parameters = Map.copyOf(parameters);
  }

  /** Of which nothing is known but the name: nothing may be assumed. */
  static ActionSpec unknown(String name) {
    return new ActionSpec(name, Risk.CRITICAL, false, "", Map.of());
  }

  public boolean undoable() {
    return !undoneBy.isEmpty();
  }
}
