package dev.nightshift.local.forecast.drives;

import dev.nightshift.detect.forecast.ExhaustionForecaster;
import dev.nightshift.detect.forecast.ForecastSettings;
import dev.nightshift.detect.forecast.ForecastState;
import dev.nightshift.detect.forecast.Outlook;
import java.util.Arrays;
import java.util.List;

/**
 * How soon a drive's error counts reach what failed drives had: each count is a resource that runs
 * out, looked at once a week of power-on time.
 *
 * <p>At or above its limit a count says 1 and more; below, how near it is in time if it moves, else
 * how near it is in height, which says half as much. A drive's risk is the sum over its counts.
 */
final class DriveRisk {

  /** The five counts that Backblaze publishes as telling. */
  private static final List<String> TELLING =
      List.of("smart_5", "smart_187", "smart_188", "smart_197", "smart_198");

  private static final long HOUR = 3_600_000;
  private static final int WEEK_HOURS = 168;

  /** Weeks that the straight line is fitted to. */
  private static final int LINE_WEEKS = 8;

  private final float[] limits;
  private final int[] counts;
  private final double horizonHours;
  private final ExhaustionForecaster forecaster;

  /**
   * @param training drives whose ends may be known
   */
  DriveRisk(List<Drive> training, double horizonHours) {
    this.horizonHours = horizonHours;
    this.counts = TELLING.stream().mapToInt(DriveFile.COUNTS::indexOf).toArray();
    this.limits = new float[counts.length];
    this.forecaster =
        new ExhaustionForecaster(
            ForecastSettings.rising(
                WEEK_HOURS * HOUR, Math.max(2L * WEEK_HOURS, (long) horizonHours) * HOUR));
    for (int i = 0; i < counts.length; i++) {
      limits[i] = limit(training, counts[i]);
    }
  }

  /** The median of what failed drives had last, among those that had any. */
  private static float limit(List<Drive> training, int count) {
    double[] last =
        training.stream()
            .filter(Drive::failed)
            .mapToDouble(
                drive -> drive.stretches().get(drive.stretches().size() - 1).smart()[count])
            .filter(value -> value > 0)
            .map(Math::log1p)
            .sorted()
            .toArray();
    return last.length == 0 ? Float.NaN : (float) last[last.length / 2];
  }

  /**
   * What is known when each stretch begins.
   *
   * @param forecast [stretch][count] by the forecaster
   * @param line the same by a straight line
   */
  record Risks(float[][] forecast, float[][] line) {}

  Risks of(Drive drive) {
    int stretches = drive.stretches().size();
    Risks risks =
        new Risks(new float[stretches][counts.length], new float[stretches][counts.length]);
    for (int i = 0; i < counts.length; i++) {
      if (!Float.isNaN(limits[i]) && everAboveZero(drive, counts[i])) {
        run(drive, i, risks);
      }
    }
    return risks;
  }

  /** Most drives never have an error: their risk is 0, and nothing has to be run. */
  private static boolean everAboveZero(Drive drive, int count) {
    for (Drive.Stretch stretch : drive.stretches()) {
      if (stretch.smart()[count] > 0) {
        return true;
      }
    }
    return false;
  }

  private void run(Drive drive, int number, Risks risks) {
    int count = counts[number];
    float limit = limits[number];
    ForecastState state = new ForecastState();
    float[] line = new float[LINE_WEEKS];
    Arrays.fill(line, Float.NaN);
    long week = (long) (drive.stretches().get(0).from() / WEEK_HOURS);
    float value = Float.NaN;
    for (int s = 0; s < drive.stretches().size(); s++) {
      Drive.Stretch stretch = drive.stretches().get(s);
      long begins = (long) (stretch.from() / WEEK_HOURS);
      Outlook outlook = null;
      for (; week <= begins; week++) {
        boolean isNew = week == begins;
        value = isNew ? (float) Math.log1p(stretch.smart()[count]) : value;
        forecaster.accept(state, (week + 2) * WEEK_HOURS * HOUR, value, limit);
        outlook = forecaster.outlook();
        System.arraycopy(line, 1, line, 0, LINE_WEEKS - 1);
        line[LINE_WEEKS - 1] = value;
      }
      value = (float) Math.log1p(stretch.smart()[count]);
      double ahead =
          outlook == null || outlook.exhaustedAt() == Long.MAX_VALUE
              ? Double.POSITIVE_INFINITY
              : (outlook.exhaustedAt() - outlook.at()) / (double) HOUR;
      risks.forecast()[s][number] = risk(value, limit, ahead);
      risks.line()[s][number] = risk(value, limit, hoursLeft(line, limit));
    }
  }

  private float risk(float value, float limit, double hoursLeft) {
    if (Float.isNaN(value)) {
      return 0;
    }
    if (value >= limit) {
      return 1 + (value - limit);
    }
    double near = limit <= 0 ? 0 : 0.5 * value / limit;
    return (float) Math.max(near, 1 / (1 + Math.max(1, hoursLeft) / horizonHours));
  }

  /** By least squares; infinite if it does not rise. */
  private static double hoursLeft(float[] line, float limit) {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < line.length; i++) {
      if (!Float.isNaN(line[i])) {
        double age = i - (line.length - 1);
        n++;
        x += age;
        y += line[i];
        xx += age * age;
        xy += age * line[i];
      }
    }
    double spread = n * xx - x * x;
    double slope = n < 2 || spread == 0 ? 0 : (n * xy - x * y) / spread;
    return slope <= 0
        ? Double.POSITIVE_INFINITY
        : (limit - (y - slope * x) / n) / slope * WEEK_HOURS;
  }
}
