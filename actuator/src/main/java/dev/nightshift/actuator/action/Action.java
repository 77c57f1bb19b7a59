package dev.nightshift.actuator.action;

import java.util.Optional;

/**
 * One kind of repair at one provider. What it is and what it takes stands in its {@link #spec};
 * parameters that do not fit are refused before any method here is called. Implementations are
 * thread-safe and bound every wait.
 */
public interface Action {

  /** Name, risk class, idempotency, undo, and the schema of the parameters. */
  ActionSpec spec();

  /**
   * The dry run: what would be done now, and what speaks against it. Changes nothing.
   *
   * @param order with {@link Order#undo}, the plan of the undo
   * @throws InterruptedException if the actuator is closing
   */
  Plan plan(Order order) throws InterruptedException;

  /**
   * Checks before acting what can be known, without changing anything.
   *
   * @return why it must not be done; empty if nothing is known to speak against it
   * @throws InterruptedException if the actuator is closing
   */
  default Optional<String> precondition(Order order) throws InterruptedException {
    return plan(order).obstacle();
  }

  /**
   * Acts, with retries where they are safe.
   *
   * @param repeatable acting twice under this key does no harm; if false, an attempt that may have
   *     reached the infrastructure is never followed by another
   * @throws InterruptedException if the actuator is closing: what happened is then found out by
   *     recovery
   */
  ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException;

  /**
   * Takes an earlier action back; only called if {@link ActionSpec#undoable}. Parameters as in
   * {@link #execute}.
   *
   * @throws InterruptedException as {@link #execute}
   */
  ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException;

  /**
   * Looks up what came of an order, without acting.
   *
   * @return empty if the provider does not know its key, or cannot be asked
   * @throws InterruptedException if the actuator is closing
   */
  Optional<ProviderAnswer> status(Order order) throws InterruptedException;
}
