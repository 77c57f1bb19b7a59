package dev.nightshift.detect.forecast;

/**
 * When a damped trend meets a limit: E. S. Gardner and E. McKenzie, "Forecasting trends in time
 * series", Management Science 31 (1985). A trend whose later half is flatter than its earlier one
 * is expected to go on flattening, so that what levels off below the limit never meets it.
 */
final class Crossing {

  private Crossing() {}

  /**
   * @param rise that is left to the limit
   * @param slope now, per step
   * @param damping what is left of the slope after {@code half} steps, 0 to 1; 1 for a straight
   *     line
   * @return steps; infinite if the limit is never met
   */
  static double steps(double rise, double slope, double damping, double half) {
    if (rise <= 0) {
      return 0;
    }
    if (!(slope > 0) || !(damping > 0)) {
      return Double.POSITIVE_INFINITY;
    }
    if (damping >= 1) {
      return rise / slope;
    }
    double decay = -Math.log(damping) / half;
    double left = 1 - rise * decay / slope;
    return left <= 0 ? Double.POSITIVE_INFINITY : -Math.log(left) / decay;
  }
}
