package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;

/**
 * An action that is one patch of one object, with its {@link Mark} in the same patch: done once per
 * key however often it is asked, looked up by the mark, undone by what the mark remembers.
 */
abstract class MarkedAction implements Action {

  private final ActionSpec spec;
  private final Attempts attempts;

  MarkedAction(ActionSpec spec, Attempts attempts) {
    this.spec = spec;
    this.attempts = attempts;
  }

  /** Reads the object that is to be patched. */
  abstract HasMetadata load(Order order) throws Obstacle;

  /** What to change, with every check of safety. */
  abstract Change change(Order order, HasMetadata object) throws Obstacle;

  /** The way back to what the mark remembers. */
  Change revert(Order order, HasMetadata object, Mark mark) throws Obstacle {
    throw new Obstacle(spec.operation() + " cannot be undone");
  }

  /** Sends a patch of the object that {@link #load} read. */
  abstract void send(HasMetadata object, PatchContext context, String patch);

  /** What is still missing after the patch; empty text if nothing. */
  String missing(Order order) throws Obstacle {
    return "";
  }

  @Override
  public final ActionSpec spec() {
    return spec;
  }

  @Override
  public final Plan plan(Order order) throws InterruptedException {
    return Attempts.plan(
        () -> {
          HasMetadata object = load(order);
          return carriedOut(order, object)
              ? Plan.of("find it already done")
              : Plan.of(wanted(order, object).sentence());
        });
  }

  /** {@code repeatable} does not matter: the mark makes repeating harmless. */
  @Override
  public final ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return attempts.run(gate, number -> patch(order, number), () -> missing(order));
  }

  @Override
  public final ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return execute(order, repeatable, gate);
  }

  @Override
  public final Optional<ProviderAnswer> status(Order order) throws InterruptedException {
    return Attempts.lookUp(
        () -> {
          HasMetadata object = load(order);
          return carriedOut(order, object)
              ? Optional.of(done(Mark.on(object).orElseThrow().now(), 0))
              : Optional.empty();
        });
  }

  private ProviderAnswer patch(Order order, int number) throws Obstacle {
    HasMetadata object = load(order);
    if (carriedOut(order, object)) {
      return done(Mark.on(object).orElseThrow().now(), number);
    }
    Change change = wanted(order, object);
    Mark mark = Mark.of(order, spec.operation(), change.was(), change.now());
    send(object, PatchContext.of(PatchType.JSON), change.patch(object, mark));
    return new ProviderAnswer(Outcome.SUCCEEDED, "done: " + change.sentence(), number);
  }

  private Change wanted(Order order, HasMetadata object) throws Obstacle {
    if (!order.undo()) {
      return change(order, object);
    }
    Mark mark =
        Mark.on(object)
            .filter(m -> m.incident().equals(order.incident()))
            .filter(m -> m.operation().equals(spec.operation()))
            .orElseThrow(
                () ->
                    new Obstacle(
                        "there is nothing to undo: the last action on "
                            + object.getMetadata().getName()
                            + " was not "
                            + spec.operation()
                            + " of this incident"));
    return revert(order, object, mark);
  }

  private static boolean carriedOut(Order order, HasMetadata object) {
    return Mark.on(object).filter(mark -> mark.key().equals(order.key())).isPresent();
  }

  private static ProviderAnswer done(String now, int number) {
    return new ProviderAnswer(Outcome.SUCCEEDED, "already done: " + now, number);
  }
}
