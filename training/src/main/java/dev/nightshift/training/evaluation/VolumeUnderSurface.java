package dev.nightshift.training.evaluation;

import dev.nightshift.training.evaluation.Segments.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Area under the precision-recall and the ROC curve, averaged over how much tolerance a detection
 * near an anomaly gets: Paparrizos et al., "Volume Under the Surface: A New Accuracy Evaluation
 * Measure for Time-Series Anomaly Detection", VLDB 2022, in the form that TSB-AD computes ({@code
 * RangeAUC_volume_opt}: tolerances from 0 to the window, 250 thresholds at equal ranks).
 *
 * <p>That code walks all steps for each tolerance and threshold. Here each step falls into the rank
 * of the first threshold that takes it in, so that one pass over the steps near anomalies serves
 * all thresholds of a tolerance: the same numbers some thousand times sooner.
 *
 * @param pr area under the precision-recall surface, 0 to 1
 * @param roc area under the ROC surface, 0 to 1
 */
public record VolumeUnderSurface(double pr, double roc) {

  private static final int THRESHOLDS = 250;

  /**
   * @param labels whether a step is anomalous; both kinds have to be there, else NaN
   * @param scores of each step, no NaN; higher is stranger
   * @param window largest tolerance in steps, see {@link DominantLag}
   */
  public static VolumeUnderSurface of(boolean[] labels, float[] scores, int window) {
    if (labels.length != scores.length) {
      throw new IllegalArgumentException(labels.length + " labels, " + scores.length + " scores");
    }
    List<Segment> segments = Segments.of(labels);
    int positives = Segments.count(labels);
    if (positives == 0 || positives == labels.length) {
      return new VolumeUnderSurface(Double.NaN, Double.NaN);
    }
    Surface surface = new Surface(labels, segments, positives, ranks(scores));
    double pr = 0;
    double roc = 0;
    for (int tolerance = 0; tolerance <= window; tolerance++) {
      surface.slice(tolerance);
      pr += surface.pr;
      roc += surface.roc;
    }
    return new VolumeUnderSurface(pr / (window + 1), roc / (window + 1));
  }

  /** For each step the first threshold, from the highest down, that its score reaches. */
  private static int[] ranks(float[] scores) {
    float[] ascending = scores.clone();
    Arrays.sort(ascending);
    int last = scores.length - 1;
    double stride = (double) last / (THRESHOLDS - 1);
    float[] thresholds = new float[THRESHOLDS];
    for (int k = 0; k < THRESHOLDS; k++) {
      int place = k == THRESHOLDS - 1 ? last : (int) (k * stride);
      thresholds[k] = ascending[last - place];
    }
    int[] ranks = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      int low = 0;
      int high = THRESHOLDS - 1;
      while (low < high) {
        int middle = (low + high) / 2;
        if (scores[i] >= thresholds[middle]) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      ranks[i] = low;
    }
    return ranks;
  }

  /** The curves of one tolerance after another. */
  private static final class Surface {
    private final boolean[] labels;
    private final List<Segment> segments;
    private final int positives;
    private final int[] ranks;
    private final int[] predicted;
    private final int[] hits;
    private final double[] weights;
    private double pr;
    private double roc;

    Surface(boolean[] labels, List<Segment> segments, int positives, int[] ranks) {
      this.labels = labels;
      this.segments = segments;
      this.positives = positives;
      this.ranks = ranks;
      this.predicted = new int[THRESHOLDS];
      this.hits = new int[THRESHOLDS];
      this.weights = new double[labels.length];
      for (int i = 0; i < labels.length; i++) {
        predicted[ranks[i]]++;
        hits[ranks[i]] += labels[i] ? 1 : 0;
      }
      cumulate(predicted);
      cumulate(hits);
    }

    void slice(int tolerance) {
      double[] nearHits = nearHits(tolerance);
      int[] found = new int[THRESHOLDS];
      List<Segment> ranges = ranges(tolerance / 2);
      for (Segment range : ranges) {
        int first = THRESHOLDS - 1;
        for (int i = range.first(); i <= range.last(); i++) {
          first = Math.min(first, ranks[i]);
        }
        found[first]++;
      }
      cumulate(found);
      pr = 0;
      roc = 0;
      double lastTpr = 0;
      double lastFpr = 0;
      double near = 0;
      for (int k = 0; k < THRESHOLDS; k++) {
        near += nearHits[k];
        double truePositives = hits[k] + near;
        // The mean of what is labelled and what counts with tolerance.
        double expected = positives + near / 2;
        double recall = Math.min(truePositives / expected, 1);
        double tpr = recall * found[k] / ranges.size();
        double fpr = (predicted[k] - truePositives) / (labels.length - expected);
        double precision = truePositives / predicted[k];
        pr += (tpr - lastTpr) * precision;
        roc += (fpr - lastFpr) * (tpr + lastTpr) / 2;
        lastTpr = tpr;
        lastFpr = fpr;
      }
      roc += (1 - lastFpr) * (1 + lastTpr) / 2;
    }

    /** Weight of the steps near an anomaly that each threshold newly takes in. */
    private double[] nearHits(int tolerance) {
      double[] sums = new double[THRESHOLDS];
      int reach = tolerance / 2;
      for (Segment segment : segments) {
        for (int away = 1; away <= reach; away++) {
          double weight = Math.sqrt(1 - (double) away / tolerance);
          add(segment.first() - away, weight, sums);
          add(segment.last() + away, weight, sums);
        }
      }
      for (Segment segment : segments) {
        for (int away = 1; away <= reach; away++) {
          clear(segment.first() - away);
          clear(segment.last() + away);
        }
      }
      return sums;
    }

    /** Two anomalies may reach for one step: together they weigh at most 1. */
    private void add(int step, double weight, double[] sums) {
      if (step < 0 || step >= labels.length || labels[step]) {
        return;
      }
      double before = weights[step];
      weights[step] = Math.min(1, before + weight);
      sums[ranks[step]] += weights[step] - before;
    }

    private void clear(int step) {
      if (step >= 0 && step < labels.length) {
        weights[step] = 0;
      }
    }

    /** Anomalies with their tolerance; those that touch are one. */
    private List<Segment> ranges(int reach) {
      List<Segment> ranges = new ArrayList<>();
      int first = Math.max(segments.get(0).first() - reach, 0);
      for (int i = 0; i + 1 < segments.size(); i++) {
        int end = segments.get(i).last() + reach;
        int next = segments.get(i + 1).first() - reach;
        if (end < next) {
          ranges.add(new Segment(first, end));
          first = next;
        }
      }
      int end = Math.min(segments.get(segments.size() - 1).last() + reach, labels.length - 1);
      ranges.add(new Segment(first, end));
      return ranges;
    }

    private static void cumulate(int[] counts) {
      for (int k = 1; k < counts.length; k++) {
        counts[k] += counts[k - 1];
      }
    }
  }
}
