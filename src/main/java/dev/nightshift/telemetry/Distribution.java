package dev.nightshift.telemetry;

/**
 * A histogram with explicit bounds. Exponential histograms are turned into this form when decoded.
 *
 * @param count number of measurements
 * @param sum their sum; NaN if not recorded
 * @param bounds upper bounds of all buckets but the last, ascending, in the metric's unit
 * @param counts measurements per bucket; {@code counts.length == bounds.length + 1}
 */
public record Distribution(long count, double sum, double[] bounds, long[] counts) {

  public Distribution {
    if (counts.length != bounds.length + 1) {
      throw new IllegalArgumentException(
          "a histogram with "
              + bounds.length
              + " bounds has one bucket more, not "
              + counts.length);
    }
  }
}
