package dev.nightshift.local.rca;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.diagnose.evidence.Calibration;
import dev.nightshift.diagnose.evidence.Calibration.Confirmed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether confidences keep what they promise: of causes named with 80 %, eight in ten should be
 * right.
 *
 * @param cases with a label
 * @param error mean distance between confidence and share of right ones over the bins, weighed by
 *     their cases (expected calibration error; Naeini et al., AAAI 2015), 0 to 1
 * @param brier mean squared distance between confidence and outcome, 0 to 1
 * @param bins of a fifth each, without empty ones
 */
record Reliability(int cases, double error, double brier, List<Bin> bins) {

  private static final int BINS = 5;

  /** With fewer no two parameters are learned. */
  private static final int FEWEST = 10;

  /**
   * Cases whose confidence lies in {@code [from, from + 1/5)}.
   *
   * @param confidence mean
   * @param right share
   */
  record Bin(double from, int cases, double confidence, double right) {}

  static Reliability of(List<Double> confidences, List<Boolean> right) {
    double[] sums = new double[BINS];
    int[] hits = new int[BINS];
    int[] counts = new int[BINS];
    double squares = 0;
    for (int i = 0; i < confidences.size(); i++) {
      double confidence = confidences.get(i);
      int bin = Math.min(BINS - 1, (int) (confidence * BINS));
      sums[bin] += confidence;
      counts[bin]++;
      hits[bin] += right.get(i) ? 1 : 0;
      double off = confidence - (right.get(i) ? 1 : 0);
      squares += off * off;
    }
    int n = confidences.size();
    double error = 0;
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      if (counts[i] > 0) {
        Bin bin =
            new Bin(
                i / (double) BINS, counts[i], sums[i] / counts[i], hits[i] / (double) counts[i]);
        bins.add(bin);
        error += bin.cases() * Math.abs(bin.confidence() - bin.right()) / n;
      }
    }
    return new Reliability(n, error, squares / n, bins);
  }

  /**
   * With confidences learned anew for each case from all others: none is judged by what it taught.
   *
   * @param cases those to judge
   * @param normal times without a problem, which teach as well
   * @return null with too few cases to learn from
   */
  static Reliability heldOut(List<Confirmed> cases, List<Confirmed> normal) {
    if (cases.size() < FEWEST) {
      return null;
    }
    List<Double> confidences = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      List<Confirmed> others = new ArrayList<>(normal);
      others.addAll(cases.subList(0, i));
      others.addAll(cases.subList(i + 1, cases.size()));
      confidences.add(Calibration.fit(others).confidences(cases.get(i).weights())[0]);
      right.add(cases.get(i).right());
    }
    return of(confidences, right);
  }

  List<String> lines(String title) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-28s calibration error %.3f, Brier score %.3f, %d cases",
            title,
            error,
            brier,
            cases));
    for (Bin bin : bins) {
      lines.add(
          String.format(
              Locale.ROOT,
              "   %3.0f to %3.0f %%: %3d cases, named with %3.0f %%, right %3.0f %%",
              100 * bin.from(),
              100 * (bin.from() + 1.0 / BINS),
              bin.cases(),
              100 * bin.confidence(),
              100 * bin.right()));
    }
    return lines;
  }

  void write(ObjectNode node) {
    node.put("cases", cases).put("ece", error).put("brier", brier);
    ArrayNode array = node.putArray("bins");
    for (Bin bin : bins) {
      array
          .addObject()
          .put("from", bin.from())
          .put("to", bin.from() + 1.0 / BINS)
          .put("cases", bin.cases())
          .put("confidence", bin.confidence())
          .put("right", bin.right());
    }
  }
}
