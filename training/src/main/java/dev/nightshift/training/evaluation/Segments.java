package dev.nightshift.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Runs of true in a row of steps. */
final class Segments {

  /**
   * @param first step of the run
   * @param last step of the run, inclusive
   */
  record Segment(int first, int last) {}

  private Segments() {}

  /** All runs, in order. */
  static List<Segment> of(boolean[] steps) {
    List<Segment> segments = new ArrayList<>();
    int first = -1;
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] && first < 0) {
        first = i;
      }
      if (first >= 0 && (i + 1 == steps.length || !steps[i + 1])) {
        segments.add(new Segment(first, i));
        first = -1;
      }
    }
    return segments;
  }

  static int count(boolean[] steps) {
    int count = 0;
    for (boolean step : steps) {
      count += step ? 1 : 0;
    }
    return count;
  }
}
