package dev.nightshift.detect.forecast;

/**
 * The newest blocks of one series at one scale, and the trend through them. A POJO of 48 blocks.
 *
 * <p>Values are turned so that they rise towards the limit.
 */
public final class ScaleState {

  /** Blocks kept; the newest is the last. */
  static final int BLOCKS = 48;

  /** Lowest and highest value of each block; NaN where there was none. */
  public float[] low = {};

  public float[] high = {};

  /** Bit for each block, the newest lowest: its highs are no sign of what is usual. */
  public long marked;

  /** Number of the newest block since the epoch, and how many blocks are filled. */
  public long newest;

  public int filled;

  /** The block that is being filled; NaN while it is empty. */
  public long current;

  public float currentLow = Float.NaN;
  public float currentHigh = Float.NaN;
  public boolean currentMarked;

  /** Evaluations in a row that predicted exhaustion. */
  public int held;

  /** Steps in a row that lay below what the trend allows. */
  public int contradicted;

  /** Whether it supported the prediction that is open, at some step. */
  public boolean supported;

  /** The trend as it was evaluated last; unset while {@link #trend} is false. */
  public boolean trend;

  /** Step at which it was evaluated, and where the series begins that it was drawn through. */
  public long trendStep;

  public long trendSince;

  /**
   * Level of the line that will meet the limit, and of the floor that a value may not fall below.
   */
  public float level;

  public float floor;

  /** Highest value of the two newest blocks when the trend was drawn. */
  public float top;

  /** Rise per step: middle of the band, flat and steep side, and of the floor. */
  public float slope;

  public float slopeLow;
  public float slopeHigh;
  public float floorSlope;

  /** What is left of the slope after the length of half a window, 0 to 1. */
  public float damping;

  /** Highest value before the series began that was usual; NaN if none is known. */
  public float envelope;

  void clear() {
    filled = 0;
    marked = 0;
    trend = false;
    held = 0;
    contradicted = 0;
    trendStep = 0;
  }
}
