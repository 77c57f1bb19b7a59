package dev.nightshift.remedy;

import dev.nightshift.config.Condition;
import java.util.Map;

/**
 * One step of a plan.
 *
 * @param parameters of the action, with the step's own laid over them
 * @param when asked when the step's turn has come; null for always
 * @param canary watched for {@code observeMillis} before the next step: symptoms that grow end the
 *     plan, symptoms that go end it too
 * @param observeMillis event time; 0 unless it is a canary
 * @param timeoutMillis wall clock that its result may take; 0 for the limit {@code result_timeout}
 */
public record PlanStepSpec(
    ActionSpec action,
    Map<String, String> parameters,
    Condition when,
    boolean canary,
    long observeMillis,
    long timeoutMillis) {

  public PlanStepSpec {
    parameters = Map.copyOf(parameters);
  }

  static PlanStepSpec of(ActionSpec action) {
    return new PlanStepSpec(action, action.parameters(), null, false, 0, 0);
  }
}
