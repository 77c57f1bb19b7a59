package dev.nightshift.training;

import dev.nightshift.detect.ScoringException;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.models.LoadedModel;
import dev.nightshift.models.OnnxScorer;
import dev.nightshift.models.SessionCache;
import dev.nightshift.training.Windows.Part;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model does on data that were not trained on (by the candidate), at the threshold that its
 * calibration gives for the wanted risk.
 *
 * @param threshold that score
 * @param falseAlarmRate share of held-out normal windows above it; NaN without such windows
 * @param repeatedFalseAlarms share of windows that people called false alarms above it; NaN if none
 * @param detected share of windows inside confirmed anomalies above it; NaN if none
 * @param separation probability that such a window scores above a held-out normal one (area under
 *     the ROC curve); NaN if there are none
 */
public record Evaluation(
    float threshold,
    double falseAlarmRate,
    double repeatedFalseAlarms,
    double detected,
    double separation,
    int normalWindows,
    int falseAlarmWindows,
    int anomalousWindows) {

  /** Above this a difference is not chance. */
  private static final double NOTICEABLE = 0.01;

  static Evaluation of(
      LoadedModel model, List<Series> series, IdentityHashMap<Series, Long> cuts, double risk)
      throws ScoringException {
    PlacedSeries placed =
        PlacedSeries.of(series, cuts, model.manifest().features(), model.manifest().ownRulers());
    float[] normal = scores(model, windows(model, placed, Part.HELD_OUT));
    float[] falseAlarms = scores(model, windows(model, placed, Part.FALSE_ALARMS));
    float[] anomalous = scores(model, windows(model, placed, Part.ANOMALIES));
    float threshold =
        model.manifest().calibration() == null
            ? Calibrator.threshold(Calibrator.fit(normal), risk)
            : Calibrator.threshold(model.manifest().calibration(), risk);
    return new Evaluation(
        threshold,
        above(normal, threshold),
        above(falseAlarms, threshold),
        above(anomalous, threshold),
        separation(normal, anomalous),
        normal.length,
        falseAlarms.length,
        anomalous.length);
  }

  private static Windows windows(LoadedModel model, PlacedSeries histories, Part part) {
    List<String> names = model.manifest().features().stream().map(FeatureDefinition::name).toList();
    return Windows.cut(
        histories.series(), names, model.manifest().window(), part, histories.cuts());
  }

  /** Scores windows with the graph itself. */
  static float[] scores(LoadedModel model, Windows windows) throws ScoringException {
    int batch = 128;
    int width = windows.steps() * windows.features();
    FloatBuffer input = OnnxScorer.directBuffer(batch * width);
    FloatBuffer output = OnnxScorer.directBuffer(batch);
    FloatBuffer errors = OnnxScorer.directBuffer(batch * windows.features());
    float[] scores = new float[windows.size()];
    try (SessionCache cache = new SessionCache(1);
        OnnxScorer scorer = new OnnxScorer(model, cache, batch)) {
      for (int from = 0; from < scores.length; from += batch) {
        int size = Math.min(batch, scores.length - from);
        for (int i = 0; i < size; i++) {
          input.put(i * width, windows.values().get(from + i));
        }
        scorer.score(input, size, output, errors);
        output.get(0, scores, from, size);
      }
    }
    return scores;
  }

  /**
   * Whether this is worth replacing the other: worse in nothing, noticeably better in something.
   */
  boolean isBetterThan(Evaluation other) {
    double[] gains = {
      other.falseAlarmRate - falseAlarmRate,
      other.repeatedFalseAlarms - repeatedFalseAlarms,
      detected - other.detected,
      separation - other.separation
    };
    // NaN: nothing to compare by.
    boolean worse = Arrays.stream(gains).anyMatch(gain -> gain < -NOTICEABLE);
    boolean better = Arrays.stream(gains).anyMatch(gain -> gain > NOTICEABLE);
    return better && !worse;
  }

  /** For the manifest: what is known, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("threshold", (double) threshold);
    figures.put("false_alarm_rate", falseAlarmRate);
    figures.put("repeated_false_alarms", repeatedFalseAlarms);
    figures.put("detected", detected);
    figures.put("separation", separation);
    figures.put("normal_windows", (double) normalWindows);
    figures.put("anomalous_windows", (double) anomalousWindows);
    figures.values().removeIf(value -> value.isNaN());
    return figures;
  }

  private static double above(float[] scores, float threshold) {
    if (scores.length == 0) {
      return Double.NaN;
    }
    int count = 0;
    for (float score : scores) {
      count += score > threshold ? 1 : 0;
    }
    return (double) count / scores.length;
  }

  private static double separation(float[] normal, float[] anomalous) {
    if (normal.length == 0 || anomalous.length == 0) {
      return Double.NaN;
    }
    float[] sorted = normal.clone();
    Arrays.sort(sorted);
    double below = 0;
    for (float score : anomalous) {
      int place = Arrays.binarySearch(sorted, score);
      below += place >= 0 ? place + 0.5 : -place - 1;
    }
    return Math.min(1, below / ((double) normal.length * anomalous.length));
  }
}
