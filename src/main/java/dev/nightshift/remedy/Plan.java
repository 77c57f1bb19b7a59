package dev.nightshift.remedy;

import java.util.List;

/**
 * Steps that answer a diagnosis together, in their order. An action of the catalogue is also the
 * plan of its name with itself as only step.
 *
 * @param steps not empty
 */
public record Plan(String name, List<PlanStepSpec> steps) {

  public Plan {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("the plan '" + name + "' has no step");
    }
  }

  /** The plan that is this action alone. */
  public static Plan of(ActionSpec action) {
    return new Plan(action.name(), List.of(PlanStepSpec.of(action)));
  }

  /** The highest among its steps: who allows the plan allows all of it. */
  public Risk risk() {
    return steps.stream().map(step -> step.action().risk()).max(Risk::compareTo).orElseThrow();
  }
}
