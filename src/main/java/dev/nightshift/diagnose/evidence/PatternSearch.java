package dev.nightshift.diagnose.evidence;

import java.util.function.DoubleBinaryOperator;

/**
 * The least of a function of two parameters, by pattern search (Hooke and Jeeves, J. ACM 1961): no
 * derivatives, the same answer always, and exact enough for what a few dozen cases can tell.
 */
public final class PatternSearch {

  private static final double FIRST_STEP = 1;
  private static final double LAST_STEP = 0.01;

  /** Less is no progress. */
  private static final double TINY = 1e-6;

  private static final int[][] DIRECTIONS = {
    {1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}
  };

  /** Where the function is. */
  public record Point(double x, double y) {}

  private PatternSearch() {}

  /**
   * The best point that is reached from a first one.
   *
   * @param function {@link Double#MAX_VALUE} where a point is not allowed
   */
  public static Point minimize(Point first, DoubleBinaryOperator function) {
    Point best = first;
    double least = function.applyAsDouble(first.x(), first.y());
    for (double step = FIRST_STEP; step > LAST_STEP; ) {
      boolean better = false;
      for (int[] direction : DIRECTIONS) {
        Point next = new Point(best.x() + direction[0] * step, best.y() + direction[1] * step);
        double value = function.applyAsDouble(next.x(), next.y());
        if (value < least - TINY) {
          best = next;
          least = value;
          better = true;
        }
      }
      step = better ? step : step / 2;
    }
    return best;
  }
}
