package dev.nightshift.local.forecast.drives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cross-validates scores of drive failure; a drive is wholly inside or outside a fold. */
public final class DriveEvaluation {

  private static final int FOLDS = 5;

  private static final List<String> METHODS =
      List.of("forecast", "straight line", "logistic", "logistic and forecast");

  private static final float[] NONE = {};

  private DriveEvaluation() {}

  /**
   * Figures by method: {@code concordance}, {@code auc_pr}, {@code detected}.
   *
   * @param horizonHours within which a failure is to be foreseen
   */
  public static Map<String, Map<String, Double>> run(Path file, double horizonHours)
      throws IOException {
    List<Drive> drives = DriveFile.read(file);
    Map<String, float[][]> scores = new LinkedHashMap<>();
    METHODS.forEach(method -> scores.put(method, new float[drives.size()][]));
    for (int fold = 0; fold < FOLDS; fold++) {
      fold(drives, fold, horizonHours, scores);
    }
    Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    scores.forEach(
        (method, one) -> {
          DriveFigures found = DriveFigures.of(drives, one, horizonHours);
          Map<String, Double> row = new LinkedHashMap<>();
          row.put("concordance", found.concordance());
          row.put("auc_pr", found.averagePrecision());
          row.put("detected", found.detected());
          figures.put(method, row);
        });
    return figures;
  }

  private static void fold(
      List<Drive> drives, int fold, double horizon, Map<String, float[][]> scores) {
    List<Drive> training = drives.stream().filter(drive -> foldOf(drive) != fold).toList();
    DriveRisk risk = new DriveRisk(training, horizon);
    List<float[]> plain = new ArrayList<>();
    List<float[]> moving = new ArrayList<>();
    List<Boolean> labels = new ArrayList<>();
    for (Drive drive : training) {
      DriveRisk.Risks risks = risk.of(drive);
      for (int s = 0; s < drive.stretches().size(); s++) {
        double left = drive.end() - drive.stretches().get(s).from();
        if (drive.failed() || left >= horizon) {
          plain.add(row(drive.stretches().get(s), NONE));
          moving.add(row(drive.stretches().get(s), risks.forecast()[s]));
          labels.add(drive.failed() && left <= horizon);
        }
      }
    }
    boolean[] fails = new boolean[labels.size()];
    for (int i = 0; i < fails.length; i++) {
      fails[i] = labels.get(i);
    }
    LogisticFit asItStands = new LogisticFit(plain.toArray(new float[0][]), fails);
    LogisticFit asItGoes = new LogisticFit(moving.toArray(new float[0][]), fails);
    for (int d = 0; d < drives.size(); d++) {
      Drive drive = drives.get(d);
      if (foldOf(drive) != fold) {
        continue;
      }
      DriveRisk.Risks risks = risk.of(drive);
      float[][] own = new float[METHODS.size()][drive.stretches().size()];
      for (int s = 0; s < drive.stretches().size(); s++) {
        own[0][s] = sum(risks.forecast()[s]);
        own[1][s] = sum(risks.line()[s]);
        own[2][s] = asItStands.probability(row(drive.stretches().get(s), NONE));
        own[3][s] = asItGoes.probability(row(drive.stretches().get(s), risks.forecast()[s]));
      }
      for (int m = 0; m < METHODS.size(); m++) {
        scores.get(METHODS.get(m))[d] = own[m];
      }
    }
  }

  private static int foldOf(Drive drive) {
    return Math.floorMod(drive.serial().hashCode(), FOLDS);
  }

  private static float sum(float[] risks) {
    float sum = 0;
    for (float risk : risks) {
      sum += risk;
    }
    return sum;
  }

  /** Counts on a logarithmic scale, whether each is there, the age, and perhaps the forecasts. */
  private static float[] row(Drive.Stretch stretch, float[] risks) {
    int counts = stretch.smart().length;
    float[] row = new float[2 * counts + 1 + risks.length];
    for (int i = 0; i < counts; i++) {
      boolean there = !Float.isNaN(stretch.smart()[i]);
      row[i] = there ? (float) Math.log1p(stretch.smart()[i]) : 0;
      row[counts + i] = there ? 1 : 0;
    }
    row[2 * counts] = (float) stretch.from() / 10_000;
    System.arraycopy(risks, 0, row, 2 * counts + 1, risks.length);
    return row;
  }
}
