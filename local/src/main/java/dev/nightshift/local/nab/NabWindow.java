package dev.nightshift.local.nab;

/**
 * Rows in which a detection counts as right.
 *
 * @param first row, from 0
 * @param last row, inclusive
 */
record NabWindow(int first, int last) {

  NabWindow {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("a window cannot reach from " + first + " to " + last);
    }
  }

  int width() {
    return last - first + 1;
  }
}
