package dev.nightshift.models;

import dev.nightshift.detect.ScoringException;
import java.nio.FloatBuffer;

/** What every scorer promises, whatever computes it. */
public final class ScorerRules {

  private ScorerRules() {}

  /**
   * @throws IllegalArgumentException if there are too many windows, or none
   */
  public static void requireBatch(int batch, int maxBatch) {
    if (batch < 1 || batch > maxBatch) {
      throw new IllegalArgumentException(batch + " windows; at most " + maxBatch + " go at once");
    }
  }

  /**
   * @param model {@code name@version}
   * @throws ScoringException if one of the first {@code batch} scores is not a number
   */
  public static void requireFinite(String model, FloatBuffer scores, int batch)
      throws ScoringException {
    for (int i = 0; i < batch; i++) {
      if (!Float.isFinite(scores.get(i))) {
        throw new ScoringException(model + " gave " + scores.get(i) + " as a score", null);
      }
    }
  }
}
