package dev.nightshift.feature;

import dev.nightshift.feature.StepView.SeriesStep;
import java.util.ArrayList;
import java.util.List;

/** The value of one metric feature in one step, over all series that it takes in. Pure. */
final class MetricEvaluator {

  private MetricEvaluator() {}

  static double evaluate(FeatureDefinition definition, List<SeriesStep> all, double seconds) {
    if (all.isEmpty()) {
      return Double.NaN;
    }
    List<SeriesStep> series = new ArrayList<>(all.size());
    boolean histogram = false;
    for (SeriesStep one : all) {
      if (one.series().matches(definition.attributes())) {
        series.add(one);
        histogram |= one.series().kind.isHistogram();
      }
    }
    return histogram
        ? histogram(definition.aggregation(), series, seconds)
        : number(definition.aggregation(), series, seconds);
  }

  private static double number(Aggregation how, List<SeriesStep> series, double seconds) {
    return switch (how) {
      case MEAN -> mean(series);
      case MIN -> series.stream().mapToDouble(s -> s.points().min).min().orElse(Double.NaN);
      case MAX -> series.stream().mapToDouble(s -> s.points().max).max().orElse(Double.NaN);
      case LAST -> last(series);
      case SUM ->
          series.isEmpty() ? Double.NaN : series.stream().mapToDouble(s -> s.points().last).sum();
      case RATE -> increase(series, seconds, true);
      case COUNT -> increase(series, seconds, false);
      case P50 -> summary(series, "0.5");
      case P90 -> summary(series, "0.9");
      case P95 -> summary(series, "0.95");
      case P99 -> summary(series, "0.99");
      case INCREASE -> rise(series);
      case ERROR_RATIO, ERROR_RATE, NEW_TEMPLATES -> Double.NaN;
    };
  }

  private static double rise(List<SeriesStep> series) {
    double total = Double.NaN;
    for (SeriesStep one : series) {
      double rise = one.rise();
      if (!Double.isNaN(rise)) {
        total = (Double.isNaN(total) ? 0 : total) + rise;
      }
    }
    return total;
  }

  private static double mean(List<SeriesStep> series) {
    double sum = 0;
    long count = 0;
    for (SeriesStep one : series) {
      sum += one.points().sum;
      count += one.points().count;
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private static double last(List<SeriesStep> series) {
    long newest = Long.MIN_VALUE;
    double value = Double.NaN;
    for (SeriesStep one : series) {
      PointAccumulator points = one.points();
      if (points.lastMillis > newest || (points.lastMillis == newest && points.last > value)) {
        newest = points.lastMillis;
        value = points.last;
      }
    }
    return value;
  }

  /**
   * Of counters; NaN for gauges. A counter exported less often than once a step reports several
   * steps at once: its rate is over the time since its previous point, where that is longer.
   */
  private static double increase(List<SeriesStep> series, double seconds, boolean perSecond) {
    double total = Double.NaN;
    for (SeriesStep one : series) {
      double amount;
      double covered = seconds;
      if (one.increase() != null) {
        if (!one.increase().known()) {
          continue;
        }
        amount = one.increase().amount();
        covered = Math.max(seconds, one.increase().coveredMillis() / 1000.0);
      } else if (one.points().deltaTimes != null) {
        amount = one.points().sum;
      } else {
        continue;
      }
      total = (Double.isNaN(total) ? 0 : total) + (perSecond ? amount / covered : amount);
    }
    return total;
  }

  /** Mean of the gauges that a summary became and that carry this quantile. */
  private static double summary(List<SeriesStep> series, String quantile) {
    return mean(
        series.stream()
            .filter(s -> quantile.equals(s.series().attributes.get("quantile")))
            .toList());
  }

  private static double histogram(Aggregation how, List<SeriesStep> series, double seconds) {
    Buckets all = null;
    double rate = 0;
    for (SeriesStep one : series) {
      Buckets buckets = null;
      double covered = seconds;
      if (one.increase() != null) {
        buckets = one.increase().buckets();
        covered = Math.max(seconds, one.increase().coveredMillis() / 1000.0);
      } else if (one.points().delta != null) {
        buckets = Buckets.of(one.points().delta);
      }
      if (buckets != null) {
        rate += buckets.count / covered;
        all = all == null ? buckets : all.plus(buckets);
      }
    }
    if (all == null) {
      return Double.NaN;
    }
    return switch (how) {
      case MEAN, LAST -> all.count > 0 ? all.sum / all.count : Double.NaN;
      case SUM -> all.sum;
      case RATE -> rate;
      case COUNT, INCREASE -> all.count;
      case MIN -> all.quantile(0);
      case P50 -> all.quantile(0.50);
      case P90 -> all.quantile(0.90);
      case P95 -> all.quantile(0.95);
      case P99 -> all.quantile(0.99);
      case MAX -> all.quantile(1);
      case ERROR_RATIO, ERROR_RATE, NEW_TEMPLATES -> Double.NaN;
    };
  }
}
