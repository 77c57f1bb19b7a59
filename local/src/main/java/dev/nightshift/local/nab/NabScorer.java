package dev.nightshift.local.nab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The benchmark's score (Lavin and Ahmad, "Evaluating Real-time Anomaly Detection Algorithms: the
 * Numenta Anomaly Benchmark", ICMLA 2015; details as in the benchmark's own sweeper).
 *
 * <p>Of each window the earliest detection counts, by a scaled sigmoid that falls from 1 at the
 * window's left edge to 0 at its right; a missed window is charged. Every row detected outside is
 * charged, less just behind a window. The first rows of a file are not scored. The sum is scaled so
 * that a detector which says nothing has 0 and one that finds every window at its left edge 100.
 * One threshold holds for all files.
 */
final class NabScorer {

  /** Beyond so many widths behind a window a detection is as wrong as any. */
  private static final double FAR = 3;

  private static final double LEFT_EDGE = scaledSigmoid(-1);

  /**
   * The score of a set of files at one threshold.
   *
   * @param score at most 100; 0 for silence. NaN without a window
   * @param threshold rows with at least this score are detections
   */
  record Result(double score, double threshold, List<SeriesResult> series) {}

  /**
   * @param gain what the detections are worth beyond silence, in the profile's weights
   * @param best the most that {@code gain} can be
   * @param found windows with a detection
   * @param falsePositives rows detected outside of windows
   */
  record SeriesResult(NabSeries series, double gain, double best, int found, int falsePositives) {}

  /** A scored row of some file. */
  private record Row(int series, int window, double score, double worth) {}

  private final NabProfile profile;
  private final List<NabSeries> corpus;

  NabScorer(NabProfile profile, List<NabSeries> corpus) {
    this.profile = profile;
    this.corpus = List.copyOf(corpus);
  }

  /** Sigmoid of a position: -1 is a window's left edge, 0 its right, 1 one width behind it. */
  static double scaledSigmoid(double position) {
    return position >= FAR ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
  }

  /**
   * The score at the threshold that is best for these files, which is how the benchmark compares
   * detectors.
   *
   * @param scores for each file one score a row, 0 or more; 0 is never a detection
   */
  Result optimised(List<double[]> scores) {
    List<Row> rows = rows(scores);
    rows.sort(Comparator.comparingDouble(Row::score).reversed());
    double[][] found = unfound();
    double gain = 0;
    double best = 0;
    double threshold = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      gain += take(found, row);
      boolean last = i + 1 == rows.size() || rows.get(i + 1).score() < row.score();
      if (last && gain > best) {
        best = gain;
        threshold = row.score();
      }
    }
    return at(threshold, scores);
  }

  /** The score at a threshold that was chosen without these files' labels. */
  Result at(double threshold, List<double[]> scores) {
    double[][] found = unfound();
    double[] gain = new double[corpus.size()];
    int[] falsePositives = new int[corpus.size()];
    for (Row row : rows(scores)) {
      if (row.score() >= threshold) {
        gain[row.series()] += take(found, row);
        falsePositives[row.series()] += row.window() < 0 ? 1 : 0;
      }
    }
    List<SeriesResult> results = new ArrayList<>();
    double perWindow = profile.truePositive() + profile.falseNegative();
    double best = 0;
    for (int i = 0; i < corpus.size(); i++) {
      NabSeries series = corpus.get(i);
      int hits = (int) Arrays.stream(found[i]).filter(Double::isFinite).count();
      double most = series.windows().size() * perWindow;
      best += most;
      results.add(new SeriesResult(series, gain[i], most, hits, falsePositives[i]));
    }
    double total = results.stream().mapToDouble(SeriesResult::gain).sum();
    return new Result(best == 0 ? Double.NaN : 100 * total / best, threshold, results);
  }

  private double[][] unfound() {
    double[][] found = new double[corpus.size()][];
    for (int i = 0; i < found.length; i++) {
      found[i] = new double[corpus.get(i).windows().size()];
      Arrays.fill(found[i], Double.NEGATIVE_INFINITY);
    }
    return found;
  }

  /** What one more detection adds. */
  private double take(double[][] found, Row row) {
    if (row.window() < 0) {
      return row.worth();
    }
    double before = found[row.series()][row.window()];
    if (row.worth() <= before) {
      return 0;
    }
    found[row.series()][row.window()] = row.worth();
    return Double.isFinite(before) ? row.worth() - before : row.worth() + profile.falseNegative();
  }

  private List<Row> rows(List<double[]> scores) {
    if (scores.size() != corpus.size()) {
      throw new IllegalArgumentException(
          "expected scores of " + corpus.size() + " files, found " + scores.size());
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < corpus.size(); i++) {
      NabSeries series = corpus.get(i);
      double[] own = scores.get(i);
      if (own.length != series.rows()) {
        throw new IllegalArgumentException(
            series.name() + ": expected " + series.rows() + " scores, found " + own.length);
      }
      add(rows, i, series, own);
    }
    return rows;
  }

  private void add(List<Row> rows, int index, NabSeries series, double[] scores) {
    List<NabWindow> windows = series.windows();
    int next = 0;
    NabWindow previous = null;
    for (int row = 0; row < scores.length; row++) {
      NabWindow window = next < windows.size() ? windows.get(next) : null;
      boolean inside = window != null && row >= window.first();
      if (row >= series.probation() && scores[row] > 0) {
        double worth = inside ? right(window, row) : wrong(previous, row);
        rows.add(new Row(index, inside ? next : -1, scores[row], worth));
      }
      if (inside && row == window.last()) {
        previous = window;
        next++;
      }
    }
  }

  private double right(NabWindow window, int row) {
    double position = -(window.last() - row + 1.0) / window.width();
    return profile.truePositive() * scaledSigmoid(position) / LEFT_EDGE;
  }

  private double wrong(NabWindow previous, int row) {
    double behind =
        previous == null ? FAR : (row - previous.last()) / Math.max(1.0, previous.width() - 1.0);
    return profile.falsePositive() * scaledSigmoid(behind);
  }
}
