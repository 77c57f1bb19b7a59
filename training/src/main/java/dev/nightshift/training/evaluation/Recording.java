package dev.nightshift.training.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * Consecutive steps of several features, without times.
 *
 * @param features F names
 * @param rows [step][F]; NaN for missing
 */
public record Recording(List<String> features, float[][] rows) {

  public Recording {
    features = List.copyOf(features);
  }

  public int steps() {
    return rows.length;
  }

  /** The first steps of it. */
  public Recording first(int steps) {
    return new Recording(features, Arrays.copyOf(rows, steps));
  }

  /** Values of one feature; missing ones as 0. */
  public float[] column(int feature) {
    float[] column = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      column[i] = Float.isNaN(rows[i][feature]) ? 0 : rows[i][feature];
    }
    return column;
  }
}
