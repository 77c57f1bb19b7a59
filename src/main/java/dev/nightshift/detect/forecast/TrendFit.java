package dev.nightshift.detect.forecast;

/**
 * Draws the trend of one scale anew: what lies below (troughs) has to rise, and what lies above
 * (peaks) meets the limit.
 *
 * <p>Where a saw's teeth are shorter than a block, the lines through lowest and highest values are
 * those of troughs and peaks: collections of garbage and rotations of logs do not hide a leak
 * behind them, nor look like one. Holds scratch memory: not thread-safe.
 */
final class TrendFit {

  /** Blocks before a trend is drawn. */
  static final int FEWEST = 12;

  /** The later half has to rise at least at this share of the whole's pace, with its band. */
  private static final double STEADY = 0.25;

  /** A half with less than this share of the later one's pace is before the rise. */
  private static final double CALM = 1.0 / 3;

  /** Standard deviations below the line that a value may fall. */
  private static final double SLACK = 4;

  /** A fall by less than this share of what is left, or of the range seen, resets nothing. */
  private static final double SLIGHT = 0.02;

  /** What comes so near to the limit (share of the range below it) was no usual peak. */
  private static final double NEAR = 0.05;

  /** Ranges of the window that the limit may be away from its highest value. */
  private static final double FARTHEST = 1.5;

  private static final double DAY_MILLIS = 86_400_000;

  /** A period is used once it has been seen so often. */
  private static final double PERIODS = 3;

  private static final int BLOCKS = ScaleState.BLOCKS;

  private final RobustTrend lows = new RobustTrend();
  private final RobustTrend highs = new RobustTrend();
  private final RobustTrend early = new RobustTrend();
  private final RobustTrend late = new RobustTrend();
  private final RobustTrend latest = new RobustTrend();

  /**
   * @param blockSteps steps of a block
   * @param blockMillis length of a block
   * @param limit turned like the values
   */
  void draw(ScaleState scale, int blockSteps, double blockMillis, float limit) {
    float range = limit - Blocks.lowest(scale);
    if (scale.high[BLOCKS - 1] >= limit - NEAR * range) {
      scale.marked |= 1;
    }
    resetAfterFall(scale, blockSteps);
    scale.trend = false;
    int from = BLOCKS - scale.filled;
    if (tooFar(scale, from, limit)) {
      scale.trendStep = 0;
      return;
    }
    double day = DAY_MILLIS / blockMillis;
    double period = day >= 4 && scale.filled >= PERIODS * day ? day : 0;
    if (period == 0) {
      from = beginning(scale.low, from);
    }
    if (BLOCKS - from < FEWEST || !lows.fit(scale.low, from, BLOCKS, period)) {
      return;
    }
    boolean peaks =
        blockSteps > 1
            && highs.fit(scale.high, from, BLOCKS, period)
            && (highs.slopeLow > 0 || lows.slopeLow <= 0);
    RobustTrend line = peaks ? highs : lows;
    float[] values = peaks ? scale.high : scale.low;
    double level = line.level;
    double base = lows.level;
    if (period > 0) {
      level = dayPeak(values, line.slope, (int) Math.ceil(period));
      base = -dayPeakOfNegative(scale.low, lows.slope, (int) Math.ceil(period));
    }
    scale.trendStep = (scale.newest + 1) * blockSteps - 1;
    scale.trendSince = (scale.newest - (BLOCKS - from) + 1) * blockSteps;
    scale.level = (float) level;
    float before = scale.high[BLOCKS - 2];
    scale.top = before > scale.high[BLOCKS - 1] ? before : scale.high[BLOCKS - 1];
    double slight = SLIGHT * Math.max(Math.abs(limit - level), level - Blocks.lowest(scale));
    scale.floor = (float) (base - SLACK * lows.sigma - slight);
    scale.floorSlope = (float) (lows.slope / blockSteps);
    slopes(scale, line, values, from, period, blockSteps);
  }

  /** Where the rise begins: the earlier half is left out while it is calm beside the later one. */
  private int beginning(float[] values, int from) {
    int begin = from;
    int middle = (begin + BLOCKS) / 2;
    while (BLOCKS - middle >= FEWEST
        && early.fit(values, begin, middle, 0)
        && late.fit(values, middle, BLOCKS, 0)
        && late.slope > 0
        && early.slope < CALM * late.slope) {
      begin = middle;
      middle = (begin + BLOCKS) / 2;
    }
    return begin;
  }

  /** Whether no line through these blocks can meet the limit as far ahead as it has been seen. */
  private static boolean tooFar(ScaleState scale, int from, float limit) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < BLOCKS; i++) {
      lowest = scale.low[i] < lowest ? scale.low[i] : lowest;
      highest = scale.high[i] > highest ? scale.high[i] : highest;
    }
    return limit - highest > FARTHEST * (highest - lowest);
  }

  /** The slopes now, and whether they make a trend at all. */
  private void slopes(
      ScaleState scale, RobustTrend line, float[] values, int from, double period, int blockSteps) {
    double slope = line.slope;
    double flat = line.slopeLow;
    double steep = line.slopeHigh;
    double damping = 1;
    int middle = (from + BLOCKS) / 2;
    boolean halves =
        period == 0 && early.fit(values, from, middle, 0) && late.fit(values, middle, BLOCKS, 0);
    boolean steady = true;
    if (halves) {
      steady = late.slopeLow >= STEADY * line.slope;
      damping = early.slope > 0 ? Math.max(0, Math.min(1, late.slope / early.slope)) : 1;
      double now = late.slope * Math.sqrt(damping);
      flat = line.slopeLow * Math.max(0, Math.min(1, late.slope / line.slope));
      steep = Math.max(line.slopeHigh, late.slopeHigh);
      // A rise that began inside the earlier half hides in its mean that it flattens since.
      int quarter = (middle + BLOCKS) / 2;
      if (damping == 1
          && early.fit(values, middle, quarter, 0)
          && latest.fit(values, quarter, BLOCKS, 0)
          && latest.slopeHigh < early.slopeLow) {
        double ratio = Math.max(0, latest.slope / early.slope);
        damping = ratio * ratio;
        now = latest.slope * Math.sqrt(ratio);
        flat = Math.min(flat, Math.max(0, latest.slopeLow));
      }
      if (damping < 1) {
        slope = Math.min(line.slope, now);
      }
    }
    scale.slope = (float) (slope / blockSteps);
    scale.slopeLow = (float) (flat / blockSteps);
    scale.slopeHigh = (float) (steep / blockSteps);
    scale.damping = (float) damping;
    scale.trend = lows.slopeLow > 0 && flat > 0 && slope > 0 && steady;
  }

  /** Two blocks below what the last trend allows: a restart or clean-up, and a new beginning. */
  private static void resetAfterFall(ScaleState scale, int blockSteps) {
    if (scale.trendStep == 0 || scale.filled < FEWEST) {
      return;
    }
    long end = (scale.newest + 1) * blockSteps - 1;
    double floor = scale.floor + scale.floorSlope * (end - scale.trendStep);
    if (scale.high[BLOCKS - 1] < floor && scale.high[BLOCKS - 2] < floor - scale.floorSlope) {
      scale.clear();
      scale.filled = 2;
    }
  }

  /** The highest of the newest blocks, each carried on along the slope to now. */
  private static double dayPeak(float[] values, double slope, int blocks) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int i = Math.max(0, BLOCKS - blocks); i < BLOCKS; i++) {
      double now = values[i] - slope * (i - (BLOCKS - 1));
      peak = now > peak ? now : peak;
    }
    return peak;
  }

  private static double dayPeakOfNegative(float[] values, double slope, int blocks) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int i = Math.max(0, BLOCKS - blocks); i < BLOCKS; i++) {
      double now = -(values[i] - slope * (i - (BLOCKS - 1)));
      peak = now > peak ? now : peak;
    }
    return peak;
  }
}
