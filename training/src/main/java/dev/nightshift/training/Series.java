package dev.nightshift.training;

import dev.nightshift.telemetry.Entity;
import java.util.Arrays;
import java.util.List;

/**
 * The history of one entity: a value per step and feature, and what is known about each step.
 *
 * @param stepMillis length of a step
 * @param features F names
 * @param stepEnds ends of the steps, ascending, milliseconds since the epoch; a gap breaks windows
 * @param values [step][F], in each feature's own unit after its transform; NaN for missing
 * @param kinds what each step counts as
 */
public record Series(
    Entity entity,
    long stepMillis,
    List<String> features,
    long[] stepEnds,
    float[][] values,
    StepKind[] kinds) {

  /** What a step counts as. */
  public enum StepKind {
    /** Normal as far as known: trained on. */
    NORMAL,
    /** Raised an alarm that a person called false: normal, and worth more than others. */
    FALSE_ALARM,
    /** Inside a confirmed anomaly: never trained on; shows what the model can tell apart. */
    ANOMALY,
    /** Close to an anomaly, or an alarm that nobody judged: left out. */
    UNKNOWN;

    boolean isNormal() {
      return this == NORMAL || this == FALSE_ALARM;
    }
  }

  public Series {
    features = List.copyOf(features);
    if (stepEnds.length != values.length || kinds.length != values.length) {
      throw new IllegalArgumentException("times, values and kinds have one entry per step");
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i].length != features.size()) {
        throw new IllegalArgumentException("step " + i + " has not one value per feature");
      }
      if (i > 0 && stepEnds[i] <= stepEnds[i - 1]) {
        throw new IllegalArgumentException("the steps are not in ascending order");
      }
    }
  }

  /** A history about which nothing bad is known. */
  public static Series normal(
      Entity entity, long stepMillis, List<String> features, long[] stepEnds, float[][] values) {
    StepKind[] kinds = new StepKind[values.length];
    Arrays.fill(kinds, StepKind.NORMAL);
    return new Series(entity, stepMillis, features, stepEnds, values, kinds);
  }

  public int steps() {
    return stepEnds.length;
  }

  /** The same values with other kinds. */
  public Series withKinds(StepKind[] other) {
    return new Series(entity, stepMillis, features, stepEnds, values, other);
  }
}
