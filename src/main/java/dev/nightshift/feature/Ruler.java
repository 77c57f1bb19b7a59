package dev.nightshift.feature;

/**
 * What one feature of one entity is measured by where a model serves many entities: the range that
 * the feature has had there, so that a busy instance and an idle one look alike. A POJO for keyed
 * state.
 *
 * <p>The range and not the spread: what rests and bursts would cry with every burst. The first
 * {@link #OPEN} steps widen it whole; later ones by a share that falls with what was seen before,
 * so that an incident widens it little and a new habit is learned in days. What has not come back
 * for weeks is forgotten.
 */
public class Ruler {

  /** Steps, missing ones included, before anything may be measured by it. */
  static final int SETTLED = 60;

  /** Steps that widen it whole: nobody knows yet what is usual. */
  private static final int OPEN = 360;

  /** Least share of what lies outside by which a step widens it. */
  private static final double SLOWEST = 0.002;

  /** Share of the range by which each end comes in: half in 60,000 steps, a week of 10 s. */
  private static final double FORGOTTEN = 1.2e-5;

  /** A range below this share of the values themselves is rounding, not movement. */
  private static final double LEAST_RELATIVE = 1e-4;

  /** What is larger would overflow in a difference: as good as missing. */
  private static final double BEYOND_REASON = 1e30;

  public double lowest = Double.NaN;
  public double highest = Double.NaN;
  public int steps;

  public Ruler() {}

  boolean isSettled() {
    return steps >= SETTLED;
  }

  /**
   * Takes the value of the next step.
   *
   * @param value after the feature's transform; NaN if missing
   */
  void learn(float value) {
    steps = Math.min(steps + 1, Integer.MAX_VALUE - 1);
    if (!(Math.abs(value) < BEYOND_REASON)) {
      return;
    }
    if (Double.isNaN(lowest)) {
      lowest = value;
      highest = value;
      return;
    }
    if (steps > OPEN) {
      double forgotten = FORGOTTEN * (highest - lowest);
      lowest += forgotten;
      highest -= forgotten;
    }
    double share = steps <= OPEN ? 1 : Math.max(SLOWEST, (double) OPEN / steps);
    highest += share * Math.max(0, value - highest);
    lowest -= share * Math.max(0, lowest - value);
  }

  /** A value on the ruler: 0 is the lowest that the entity has had, 1 the highest. */
  float place(FeatureDefinition feature, float value) {
    return (float) ((value - lowest) / span(feature, lowest, highest));
  }

  /**
   * The unit of a feature that was seen between two values; above zero. Not below what is telling
   * for its kind.
   */
  public static double span(FeatureDefinition feature, double lowest, double highest) {
    double size = Math.max(Math.abs(lowest), Math.abs(highest));
    double range = highest - lowest;
    double least = leastSpan(feature);
    if (range > LEAST_RELATIVE * size || least > 0) {
      return Math.max(range, least);
    }
    // A feature that never moved has no ruler of its own: it is measured by its size.
    return Math.max(size, 1);
  }

  /**
   * The least span that is taken for one, where the kind of feature tells it; 0 where any unit is
   * possible. Without it a feature that never moved (no errors, no restarts) would cry at any move,
   * however small; with it, it is kept and tells.
   */
  private static double leastSpan(FeatureDefinition feature) {
    if (feature.transform() == Transform.LOG1P) {
      return 0.25;
    }
    if (feature.transform() == Transform.DIFFERENCE) {
      return 1;
    }
    return switch (feature.aggregation()) {
      // A step holds some ten spans or logs: one that fails is a tenth, and no anomaly.
      case ERROR_RATIO -> 0.25;
      case NEW_TEMPLATES, COUNT -> 5;
      default -> 0;
    };
  }
}
