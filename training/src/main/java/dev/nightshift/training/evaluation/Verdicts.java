package dev.nightshift.training.evaluation;

/**
 * What a detector said of each step of a recording.
 *
 * @param scores higher is stranger; not NaN
 * @param thresholds in force when the step was judged; positive infinity while warming up, NaN
 *     where the detector said nothing
 * @param anomalies whether an anomaly was open after the step
 */
public record Verdicts(float[] scores, float[] thresholds, boolean[] anomalies) {

  /** Scores with nothing decided yet. */
  public static Verdicts of(float[] scores) {
    return new Verdicts(scores, new float[scores.length], new boolean[scores.length]);
  }
}
