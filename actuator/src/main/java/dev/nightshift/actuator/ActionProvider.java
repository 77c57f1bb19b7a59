package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import java.util.Optional;

/**
 * Something that can carry out actions: a webhook, an orchestrator, a cloud. Implementations are
 * thread-safe and bound every wait.
 */
public interface ActionProvider extends AutoCloseable {

  /** The name that {@link ActionRule#provider} refers to. */
  String name();

  /** True if asking again with the same key never acts again. */
  boolean deduplicates();

  /**
   * Checks what can be known before the action, without changing anything.
   *
   * @return why it cannot be done; empty if nothing is known to speak against it
   */
  default Optional<String> precondition(ActionRequest request) {
    return Optional.empty();
  }

  /**
   * Acts, with retries where they are safe.
   *
   * @param repeatable acting twice under this key does no harm; if false, an attempt that may have
   *     reached the infrastructure is never followed by another
   * @throws InterruptedException if the actuator is closing: what happened is then found out by
   *     recovery
   */
  ProviderAnswer execute(ActionRequest request, boolean repeatable, ExecutionGate gate)
      throws InterruptedException;

  /**
   * Looks up what came of a key, without acting.
   *
   * @return empty if the provider does not know it, or cannot be asked
   * @throws InterruptedException if the actuator is closing
   */
  Optional<ProviderAnswer> status(String key) throws InterruptedException;

  @Override
  default void close() {}
}
