package dev.nightshift.detect.forecast;

/** Reads off a drawn trend when it meets the limit, and how far that is to be believed. */
final class TrendReader {

  /** Share of what was left above the usual range that a new rise has to have taken. */
  private static final double NEW = 0.1;

  private final ForecastSettings settings;
  private final double horizonSteps;

  TrendReader(ForecastSettings settings) {
    this.settings = settings;
    this.horizonSteps = settings.horizonMillis() / (double) settings.stepMillis();
  }

  /** Steps to the limit on the middle of the band; infinite if it is never met. */
  double stepsLeft(ScaleState scale, long step, float limit) {
    double rise = limit - levelAt(scale, step);
    return Crossing.steps(rise, scale.slope, scale.damping, half(scale));
  }

  /** Half of what was seen, in steps: the damping is by that. */
  private static double half(ScaleState scale) {
    return (scale.trendStep - scale.trendSince + 1) / 2.0;
  }

  /**
   * Whether the trend meets the limit soon enough to be believed.
   *
   * @param length steps of a block
   * @param times the reach
   * @param onlyNew whether the value has to have left the usual range
   */
  boolean predicts(
      ScaleState scale, int length, long step, float limit, double times, boolean onlyNew) {
    double rise = limit - levelAt(scale, step);
    if (onlyNew && !isNew(scale, length, limit)) {
      return false;
    }
    double half = half(scale);
    double seen = scale.trendStep - scale.trendSince + 1;
    double reach = times * Math.min(horizonSteps, seen);
    return Crossing.steps(rise, scale.slope, scale.damping, half) <= reach
        && Crossing.steps(rise, scale.slopeLow, scale.damping, half) <= 2 * reach;
  }

  /** Whether the level has left the range that was usual before by a part of what was left. */
  private static boolean isNew(ScaleState scale, int length, float limit) {
    if (Float.isNaN(scale.envelope)) {
      // Nobody knows what is usual. The finest scale sees too little to judge by itself.
      return length > 1;
    }
    return limit - scale.top < (1 - NEW) * (limit - scale.envelope);
  }

  private static double levelAt(ScaleState scale, long step) {
    return scale.level + scale.slope * (step - scale.trendStep);
  }

  /** What the trend says of the future. */
  Outlook outlook(ScaleState scale, long step, float raw, float rawLimit, float limit) {
    double rise = limit - levelAt(scale, step);
    double half = half(scale);
    double middle = Crossing.steps(rise, scale.slope, scale.damping, half);
    double first = Math.min(middle, Crossing.steps(rise, scale.slopeHigh, 1, half));
    double last = Math.max(middle, Crossing.steps(rise, scale.slopeLow, scale.damping, half));
    long now = (step + 1) * settings.stepMillis();
    double sign = settings.falling() ? -1 : 1;
    return new Outlook(
        now,
        raw,
        rawLimit,
        sign * scale.slope * 3_600_000 / settings.stepMillis(),
        later(now, middle),
        later(now, first),
        later(now, last),
        confidence(scale, rise),
        (scale.trendStep - scale.trendSince + 1) * settings.stepMillis());
  }

  private long later(long now, double steps) {
    double millis = steps * settings.stepMillis();
    return millis < Long.MAX_VALUE / 4.0 ? now + Math.round(millis) : Long.MAX_VALUE;
  }

  /** That the true slope is steep enough for the horizon, if the band is that of a normal one. */
  private double confidence(ScaleState scale, double rise) {
    double needed = Math.max(0, rise) / horizonSteps;
    double deviation = (scale.slopeHigh - scale.slopeLow) / (2 * RobustTrend.Z);
    double z = (scale.slope - needed) / Math.max(deviation, 1e-12 * Math.abs(scale.slope));
    // The logistic function with 1.702 is within 0.01 of the normal distribution.
    return Math.min(0.99, 1 / (1 + Math.exp(-1.702 * z)));
  }
}
