package dev.nightshift.actuator.action;

import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import java.util.List;

/**
 * What an action declares of itself.
 *
 * @param operation its name at the provider
 * @param summary one sentence for people
 * @param risk at least so risky, whatever a policy says
 * @param undoable an order with {@code undo} takes it back
 * @param parameters what may be given, and what must
 */
public record ActionSpec(
    String operation,
    String summary,
    Risk risk,
    Idempotency idempotency,
    boolean undoable,
    ParameterSchema parameters) {

  /** Declares an action with the given parameters and no others. */
  public static ActionSpec of(
      String operation,
      String summary,
      Risk risk,
      Idempotency idempotency,
      boolean undoable,
      Parameter... parameters) {
    return new ActionSpec(
        operation, summary, risk, idempotency, undoable, new ParameterSchema(List.of(parameters)));
  }

  /** Declares an action that takes these parameters and passes any other on. */
  public static ActionSpec open(
      String operation, String summary, Risk risk, Idempotency idempotency, Parameter... known) {
    return new ActionSpec(
        operation, summary, risk, idempotency, false, new ParameterSchema(List.of(known), true));
  }
}
