package dev.nightshift.detect.forecast;

import java.util.Arrays;

/** Fills the blocks of a {@link ScaleState}. */
final class Blocks {

  private static final int BLOCKS = ScaleState.BLOCKS;

  private Blocks() {}

  /**
   * Takes a value into the block that its step lies in.
   *
   * @param block number of that block since the epoch
   * @param marked whether the value is no sign of what is usual
   * @return whether an earlier block was closed by it
   */
  static boolean add(ScaleState scale, long block, float value, boolean marked) {
    boolean closed = false;
    if (!Float.isNaN(scale.currentHigh) && block != scale.current) {
      push(scale);
      closed = true;
    }
    if (Float.isNaN(scale.currentHigh)) {
      scale.current = block;
      scale.currentLow = value;
      scale.currentHigh = value;
      scale.currentMarked = marked;
    } else {
      scale.currentLow = Math.min(scale.currentLow, value);
      scale.currentHigh = Math.max(scale.currentHigh, value);
      scale.currentMarked |= marked;
    }
    return closed;
  }

  /** Closes the block that is being filled, if it ends with this step. */
  static void push(ScaleState scale) {
    if (scale.low.length == 0) {
      scale.low = new float[BLOCKS];
      scale.high = new float[BLOCKS];
    }
    long gap = scale.filled == 0 ? BLOCKS : scale.current - scale.newest;
    int shift = (int) Math.min(BLOCKS, gap);
    shift(scale.low, shift);
    shift(scale.high, shift);
    scale.marked = shift >= Long.SIZE ? 0 : scale.marked << shift;
    scale.low[BLOCKS - 1] = scale.currentLow;
    scale.high[BLOCKS - 1] = scale.currentHigh;
    scale.marked |= scale.currentMarked ? 1 : 0;
    scale.filled = gap >= BLOCKS ? 1 : Math.min(BLOCKS, scale.filled + shift);
    scale.newest = scale.current;
    scale.currentHigh = Float.NaN;
    scale.currentLow = Float.NaN;
  }

  private static void shift(float[] values, int by) {
    System.arraycopy(values, by, values, 0, BLOCKS - by);
    Arrays.fill(values, BLOCKS - by, BLOCKS, Float.NaN);
  }

  /** Marks the blocks that end after {@code since}, the one that is being filled too. */
  static void markSince(ScaleState scale, long sinceBlock) {
    scale.currentMarked = true;
    long blocks = scale.newest - sinceBlock + 1;
    if (blocks > 0) {
      scale.marked |= blocks >= Long.SIZE ? -1L : (1L << blocks) - 1;
    }
  }

  /**
   * Highest usual value of the blocks up to number {@code last}; NaN if there are no blocks,
   * negative infinity if none of them was usual.
   */
  static float highest(ScaleState scale, long last) {
    float highest = Float.NaN;
    for (int i = BLOCKS - scale.filled; i < BLOCKS; i++) {
      int age = BLOCKS - 1 - i;
      boolean usual = (scale.marked >>> age & 1) == 0;
      if (scale.newest - age <= last && !Float.isNaN(scale.high[i])) {
        float high = usual ? scale.high[i] : Float.NEGATIVE_INFINITY;
        highest = high <= highest ? highest : high;
      }
    }
    return highest;
  }

  static float lowest(ScaleState scale) {
    float lowest = Float.POSITIVE_INFINITY;
    for (int i = BLOCKS - scale.filled; i < BLOCKS; i++) {
      lowest = scale.low[i] < lowest ? scale.low[i] : lowest;
    }
    return lowest;
  }
}
