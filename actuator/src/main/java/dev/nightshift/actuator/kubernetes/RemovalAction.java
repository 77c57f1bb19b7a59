package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * An action that takes an object away, which leaves nothing to put a {@link Mark} on: what is gone
 * is done, and what was made after the decision is another one and stays. So asking twice does not
 * act twice. This compares the cluster's clock with the job's.
 */
abstract class RemovalAction<T> implements Action {

  private final ActionSpec spec;
  private final Attempts attempts;
  private final String gone;

  /**
   * @param gone what is said when there is nothing left to take away: "the job is gone"
   */
  RemovalAction(ActionSpec spec, Attempts attempts, String gone) {
    this.spec = spec;
    this.attempts = attempts;
    this.gone = gone;
  }

  /** The object; empty if it is gone, going, or was made after the decision. */
  abstract Optional<T> find(Order order) throws Obstacle;

  /** What would be done, with every check of safety. */
  abstract String sentence(Order order, T object) throws Obstacle;

  /**
   * Takes it away, with the same checks.
   *
   * @param end by when it has to be done
   * @return what was done
   */
  abstract String remove(Order order, T object, ExecutionGate gate, Instant end)
      throws Obstacle, InterruptedException;

  /** What is still missing after it; empty text if nothing. */
  String missing(Order order) throws Obstacle {
    return "";
  }

  final Attempts attempts() {
    return attempts;
  }

  @Override
  public final ActionSpec spec() {
    return spec;
  }

  @Override
  public final Plan plan(Order order) throws InterruptedException {
    return Attempts.plan(
        () -> {
          Optional<T> object = find(order);
          return Plan.of(object.isEmpty() ? "find that " + gone : sentence(order, object.get()));
        });
  }

  @Override
  public final ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    Instant end = attempts.deadline();
    return attempts.run(
        gate,
        number -> {
          Optional<T> object = find(order);
          String done = object.isEmpty() ? gone : remove(order, object.get(), gate, end);
          return new ProviderAnswer(Outcome.SUCCEEDED, done, number);
        },
        () -> missing(order));
  }

  @Override
  public final ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate) {
    return new ProviderAnswer(Outcome.REFUSED, spec.operation() + " cannot be undone", 0);
  }

  @Override
  public final Optional<ProviderAnswer> status(Order order) throws InterruptedException {
    return Attempts.lookUp(
        () ->
            find(order).isEmpty()
                ? Optional.of(new ProviderAnswer(Outcome.SUCCEEDED, gone, 0))
                : Optional.empty());
  }
}
