package dev.nightshift.local.nab;

import java.util.List;

/**
 * One file of the benchmark.
 *
 * @param category its folder
 * @param name its file name without endings
 * @param times of the rows, milliseconds since the epoch (the file's clock read as UTC)
 * @param values of the rows
 * @param windows in order, apart from each other
 */
record NabSeries(
    String category, String name, long[] times, double[] values, List<NabWindow> windows) {

  private static final double PROBATION = 0.15;
  private static final int MAX_PROBATION = 750;

  NabSeries {
    windows = List.copyOf(windows);
    int free = 0;
    for (NabWindow window : windows) {
      if (window.first() < free || window.last() >= values.length) {
        throw new IllegalArgumentException(name + ": windows overlap or leave the file");
      }
      free = window.last() + 1;
    }
  }

  int rows() {
    return values.length;
  }

  /** Rows at the start that are not scored: 15 %, of at most 5,000 rows. */
  int probation() {
    return Math.min((int) Math.floor(PROBATION * rows()), MAX_PROBATION);
  }
}
