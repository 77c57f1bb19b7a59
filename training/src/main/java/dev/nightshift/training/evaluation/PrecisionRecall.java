package dev.nightshift.training.evaluation;

import java.util.stream.IntStream;

/**
 * The precision-recall curve of single steps, without tolerance and without point adjustment.
 *
 * @param averagePrecision area under the curve: the sum over thresholds of precision times gain in
 *     recall (scikit-learn's {@code average_precision_score}); NaN without an anomalous step
 * @param bestF1 largest harmonic mean of precision and recall over all thresholds; NaN likewise
 * @param bestThreshold score at and above which a step has to count as anomalous to reach it
 */
public record PrecisionRecall(double averagePrecision, double bestF1, float bestThreshold) {

  /**
   * @param labels whether a step is anomalous
   * @param scores of each step, no NaN; higher is stranger
   */
  public static PrecisionRecall of(boolean[] labels, float[] scores) {
    if (labels.length != scores.length) {
      throw new IllegalArgumentException(labels.length + " labels, " + scores.length + " scores");
    }
    int positives = Segments.count(labels);
    if (positives == 0) {
      return new PrecisionRecall(Double.NaN, Double.NaN, Float.NaN);
    }
    int[] descending =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Float.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    double area = 0;
    double bestF1 = 0;
    float bestThreshold = Float.POSITIVE_INFINITY;
    double lastRecall = 0;
    int hits = 0;
    for (int i = 0; i < descending.length; i++) {
      hits += labels[descending[i]] ? 1 : 0;
      float score = scores[descending[i]];
      if (i + 1 < descending.length && scores[descending[i + 1]] == score) {
        continue; // Equal scores pass a threshold together.
      }
      double precision = (double) hits / (i + 1);
      double recall = (double) hits / positives;
      area += (recall - lastRecall) * precision;
      lastRecall = recall;
      double f1 = 2.0 * hits / (i + 1 + positives);
      if (f1 > bestF1) {
        bestF1 = f1;
        bestThreshold = score;
      }
    }
    return new PrecisionRecall(area, bestF1, bestThreshold);
  }
}
