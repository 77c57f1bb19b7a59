package dev.nightshift.local.forecast.drives;

import dev.nightshift.training.evaluation.PrecisionRecall;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well scores tell drives that fail from those that do not.
 *
 * @param concordance share of pairs of drives, each at one stretch drawn by its serial, in which
 *     the one that fails sooner has the higher score (Harrell's C; ties count half)
 * @param averagePrecision of failing within the horizon, over all stretches of which that is known
 * @param detected share of failed drives above the threshold within the horizon before they failed
 */
record DriveFigures(double concordance, double averagePrecision, double detected) {

  /** Share of drives without failure that may ever be above the threshold. */
  static final double FALSE_ALARM_RATE = 0.01;

  /**
   * @param scores of each drive's stretches
   */
  static DriveFigures of(List<Drive> drives, float[][] scores, double horizonHours) {
    return new DriveFigures(
        concordance(drives, scores),
        averagePrecision(drives, scores, horizonHours),
        detected(drives, scores, horizonHours));
  }

  private static double averagePrecision(List<Drive> drives, float[][] scores, double horizon) {
    int size = Arrays.stream(scores).mapToInt(one -> one.length).sum();
    boolean[] labels = new boolean[size];
    float[] flat = new float[size];
    int n = 0;
    for (int d = 0; d < drives.size(); d++) {
      Drive drive = drives.get(d);
      for (int s = 0; s < scores[d].length; s++) {
        double left = drive.end() - drive.stretches().get(s).from();
        if (drive.failed() || left >= horizon) {
          labels[n] = drive.failed() && left <= horizon;
          flat[n++] = scores[d][s];
        }
      }
    }
    return PrecisionRecall.of(Arrays.copyOf(labels, n), Arrays.copyOf(flat, n)).averagePrecision();
  }

  private static double concordance(List<Drive> drives, float[][] scores) {
    int n = drives.size();
    double[] left = new double[n];
    float[] score = new float[n];
    for (int d = 0; d < n; d++) {
      Drive drive = drives.get(d);
      int s = Math.floorMod(drive.serial().hashCode() * 31, scores[d].length);
      left[d] = drive.end() - drive.stretches().get(s).from();
      score[d] = scores[d][s];
    }
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < n; i++) {
      if (!drives.get(i).failed()) {
        continue;
      }
      for (int j = 0; j < n; j++) {
        if (left[i] < left[j]) {
          pairs++;
          right += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }

  private static double detected(List<Drive> drives, float[][] scores, double horizon) {
    double[] good =
        IntStream.range(0, drives.size())
            .filter(d -> !drives.get(d).failed())
            .mapToDouble(d -> highest(scores[d], drives.get(d), Double.NEGATIVE_INFINITY))
            .sorted()
            .toArray();
    double threshold = good[(int) Math.floor((1 - FALSE_ALARM_RATE) * (good.length - 1))];
    int failed = 0;
    int found = 0;
    for (int d = 0; d < drives.size(); d++) {
      if (drives.get(d).failed()) {
        failed++;
        double from = drives.get(d).end() - horizon;
        found += highest(scores[d], drives.get(d), from) > threshold ? 1 : 0;
      }
    }
    return found / (double) failed;
  }

  private static double highest(float[] scores, Drive drive, double from) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < scores.length; s++) {
      if (drive.stretches().get(s).to() > from) {
        highest = Math.max(highest, scores[s]);
      }
    }
    return highest;
  }
}
