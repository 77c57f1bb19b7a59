package dev.nightshift.local.forecast;

import java.util.Arrays;

/**
 * What Prometheus' {@code predict_linear(value[window], horizon) > limit} with {@code for:} does: a
 * least-squares line through the newest window, read at the horizon, beyond the limit for so long.
 */
final class StraightLine implements AlarmSource {

  private final float[] values;
  private final double horizonSteps;
  private final int forSteps;
  private long newest = -1;
  private long beyond;

  /**
   * @param windowSteps that the line is fitted to
   * @param horizonSteps ahead of the newest
   * @param forSteps that it has to lie beyond the limit before it alarms
   */
  StraightLine(int windowSteps, double horizonSteps, int forSteps) {
    this.values = new float[windowSteps];
    Arrays.fill(values, Float.NaN);
    this.horizonSteps = horizonSteps;
    this.forSteps = forSteps;
  }

  @Override
  public boolean accept(long stepEnd, float value, float limit) {
    newest++;
    values[(int) (newest % values.length)] = value;
    double at = predicted();
    beyond = at >= limit ? beyond + 1 : 0;
    return beyond > forSteps;
  }

  private double predicted() {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int age = 0; age < values.length && age <= newest; age++) {
      float value = values[(int) ((newest - age) % values.length)];
      if (!Float.isNaN(value)) {
        n++;
        x -= age;
        y += value;
        xx += (double) age * age;
        xy -= (double) age * value;
      }
    }
    double spread = n * xx - x * x;
    if (n < 2 || spread == 0) {
      return Double.NaN;
    }
    double slope = (n * xy - x * y) / spread;
    return (y - slope * x) / n + slope * horizonSteps;
  }
}
