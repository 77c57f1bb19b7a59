package dev.nightshift.feature;

import dev.nightshift.telemetry.Distribution;
import dev.nightshift.telemetry.MetricPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The points of one cumulative series in one open step. Increases can be told only in the order of
 * time, and points come in any order: so they are kept until the step ends. A POJO for keyed state.
 */
public class CumulativePoints {

  /** A further point in the same step is left out; the next step's first point makes up for it. */
  static final int MAX_POINTS = 64;

  public List<CumulativePoint> points = new ArrayList<>();

  public CumulativePoints() {}

  /**
   * @return false if the step holds its maximum of points of this series already
   */
  boolean add(MetricPoint point) {
    if (points.size() >= MAX_POINTS) {
      return false;
    }
    CumulativePoint kept = new CumulativePoint();
    kept.startMillis = point.startMillis();
    kept.timeMillis = point.timeMillis();
    kept.value = point.value();
    kept.distribution = point.distribution();
    points.add(kept);
    return true;
  }

  /**
   * What the step added to the series. The first point ever of a series adds nothing, unless the
   * series began inside the step: what it had counted before is not news.
   *
   * @param baseline moved to the newest point; its {@code timeMillis} is 0 for a new series
   */
  Increase close(Baseline baseline, long stepStart) {
    points.sort(
        Comparator.comparingLong((CumulativePoint p) -> p.timeMillis)
            .thenComparingLong(p -> p.startMillis)
            .thenComparingDouble(CumulativePoint::size));
    long since = baseline.timeMillis;
    double increase = 0;
    Buckets added = null;
    boolean known = false;
    for (CumulativePoint point : points) {
      boolean first = baseline.timeMillis == 0;
      if (!first
          && point.timeMillis == baseline.timeMillis
          && point.size() < baselineSize(baseline)) {
        continue; // two writers, one instant: not a reset
      }
      boolean fromZero =
          first
              ? point.startMillis > 0 && point.startMillis >= stepStart
              : baseline.isResetBy(point.startMillis, point.size());
      if (point.distribution != null) {
        Buckets now = Buckets.of(point.distribution);
        Buckets delta =
            fromZero ? now : first ? null : now.minus(Buckets.of(baseline.distribution));
        added = added == null ? delta : delta == null ? added : added.plus(delta);
      } else if (fromZero) {
        increase += point.value;
      } else if (!first) {
        increase += point.value - baseline.value;
      }
      known |= fromZero || !first;
      point.copyTo(baseline);
    }
    long covered = since == 0 ? 0 : baseline.timeMillis - since;
    return new Increase(known, increase, added, covered);
  }

  private static double baselineSize(Baseline baseline) {
    return baseline.distribution == null ? baseline.value : baseline.distribution.count();
  }

  /** One point. */
  public static class CumulativePoint {

    public long startMillis;
    public long timeMillis;
    public double value;
    public Distribution distribution;

    public CumulativePoint() {}

    double size() {
      return distribution == null ? value : distribution.count();
    }

    void copyTo(Baseline baseline) {
      baseline.startMillis = startMillis;
      baseline.timeMillis = timeMillis;
      baseline.value = value;
      baseline.distribution = distribution;
    }
  }

  /**
   * What one step added to one series.
   *
   * @param known false if the step held only a series' first point
   * @param amount of a sum
   * @param buckets of a histogram; null for a sum
   * @param coveredMillis time since the point that it was measured from; 0 if it was from zero
   */
  record Increase(boolean known, double amount, Buckets buckets, long coveredMillis) {}
}
