package dev.nightshift.codec;

import static dev.nightshift.codec.TimeCheck.millis;

import dev.nightshift.codec.TelemetryProblem.Reason;
import dev.nightshift.telemetry.Distribution;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint.ValueAtQuantile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The data points of one payload's metrics, by type. */
final class MetricPointMapper {

  private static final int NO_RECORDED_VALUE =
      DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE;

  private final DecodeLimits limits;
  private final TimeCheck times;
  private final Consumer<MetricPoint> points;
  private final Consumer<TelemetryProblem> problems;

  MetricPointMapper(
      DecodeLimits limits,
      TimeCheck times,
      Consumer<MetricPoint> points,
      Consumer<TelemetryProblem> problems) {
    this.limits = limits;
    this.times = times;
    this.points = points;
    this.problems = problems;
  }

  void map(Entity entity, Metric metric) {
    String name = metric.getName();
    if (name.isEmpty()) {
      problem(Reason.BAD_METRIC, "a metric without a name");
      return;
    }
    switch (metric.getDataCase()) {
      case GAUGE -> numbers(entity, name, MetricKind.GAUGE, metric.getGauge().getDataPointsList());
      case SUM -> {
        MetricKind kind = sumKind(metric);
        if (kind == null) {
          problem(Reason.BAD_METRIC, name + " has no temporality");
        } else {
          numbers(entity, name, kind, metric.getSum().getDataPointsList());
        }
      }
      case HISTOGRAM -> {
        MetricKind kind = histogramKind(name, metric.getHistogram().getAggregationTemporality());
        if (kind != null) {
          for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
            histogram(entity, name, kind, point);
          }
        }
      }
      case EXPONENTIAL_HISTOGRAM -> {
        MetricKind kind =
            histogramKind(name, metric.getExponentialHistogram().getAggregationTemporality());
        if (kind != null) {
          for (ExponentialHistogramDataPoint point :
              metric.getExponentialHistogram().getDataPointsList()) {
            exponential(entity, name, kind, point);
          }
        }
      }
      case SUMMARY -> {
        for (SummaryDataPoint point : metric.getSummary().getDataPointsList()) {
          summary(entity, name, point);
        }
      }
      case DATA_NOT_SET -> problem(Reason.BAD_METRIC, name + " has no data");
    }
  }

  private void numbers(Entity entity, String name, MetricKind kind, List<NumberDataPoint> from) {
    for (int i = 0; i < from.size(); i++) {
      NumberDataPoint point = from.get(i);
      if (!recorded(point.getFlags()) || !times.accepts(point.getTimeUnixNano(), name)) {
        continue;
      }
      double value =
          switch (point.getValueCase()) {
            case AS_DOUBLE -> point.getAsDouble();
            case AS_INT -> point.getAsInt();
            case VALUE_NOT_SET -> Double.NaN;
          };
      if (!Double.isFinite(value)) {
        problem(Reason.NOT_A_NUMBER, name + " = " + value);
        continue;
      }
      points.accept(
          new MetricPoint(
              entity,
              name,
              Attributes.toMap(point.getAttributesList()),
              kind,
              millis(point.getStartTimeUnixNano()),
              millis(point.getTimeUnixNano()),
              value,
              null));
    }
  }

  private void histogram(Entity entity, String name, MetricKind kind, HistogramDataPoint point) {
    if (!recorded(point.getFlags()) || !times.accepts(point.getTimeUnixNano(), name)) {
      return;
    }
    Distribution distribution;
    try {
      distribution = ExplicitBuckets.toDistribution(point, limits.maxBuckets());
    } catch (IllegalArgumentException e) {
      problem(Reason.BAD_HISTOGRAM, name + ": " + e.getMessage());
      return;
    }
    points.accept(
        new MetricPoint(
            entity,
            name,
            Attributes.toMap(point.getAttributesList()),
            kind,
            millis(point.getStartTimeUnixNano()),
            millis(point.getTimeUnixNano()),
            0,
            distribution));
  }

  private void exponential(
      Entity entity, String name, MetricKind kind, ExponentialHistogramDataPoint point) {
    if (!recorded(point.getFlags()) || !times.accepts(point.getTimeUnixNano(), name)) {
      return;
    }
    Distribution distribution;
    try {
      distribution = ExponentialBuckets.toExplicit(point, limits.maxBuckets());
    } catch (IllegalArgumentException e) {
      problem(Reason.BAD_HISTOGRAM, name + ": " + e.getMessage());
      return;
    }
    points.accept(
        new MetricPoint(
            entity,
            name,
            Attributes.toMap(point.getAttributesList()),
            kind,
            millis(point.getStartTimeUnixNano()),
            millis(point.getTimeUnixNano()),
            0,
            distribution));
  }

  /** A summary is quantile gauges under its own name, and two counters. */
  private void summary(Entity entity, String name, SummaryDataPoint point) {
    if (!recorded(point.getFlags()) || !times.accepts(point.getTimeUnixNano(), name)) {
      return;
    }
    long start = millis(point.getStartTimeUnixNano());
    long time = millis(point.getTimeUnixNano());
    Map<String, String> attributes = Attributes.toMap(point.getAttributesList());
    MetricKind counter = MetricKind.CUMULATIVE_SUM;
    points.accept(
        new MetricPoint(
            entity, name + ".count", attributes, counter, start, time, point.getCount(), null));
    if (Double.isFinite(point.getSum())) {
      points.accept(
          new MetricPoint(
              entity, name + ".sum", attributes, counter, start, time, point.getSum(), null));
    } else {
      problem(Reason.NOT_A_NUMBER, name + ".sum = " + point.getSum());
    }
    for (ValueAtQuantile quantile : point.getQuantileValuesList()) {
      // Client libraries write NaN for the quantiles of a window without observations.
      if (Double.isFinite(quantile.getValue())) {
        Map<String, String> withQuantile = new HashMap<>(attributes);
        withQuantile.put("quantile", Double.toString(quantile.getQuantile()));
        points.accept(
            new MetricPoint(
                entity, name, withQuantile, MetricKind.GAUGE, 0, time, quantile.getValue(), null));
      }
    }
  }

  /** Null without temporality; a sum that may fall is a gauge. */
  private static MetricKind sumKind(Metric metric) {
    if (!metric.getSum().getIsMonotonic()) {
      return MetricKind.GAUGE;
    }
    return switch (metric.getSum().getAggregationTemporality()) {
      case AGGREGATION_TEMPORALITY_CUMULATIVE -> MetricKind.CUMULATIVE_SUM;
      case AGGREGATION_TEMPORALITY_DELTA -> MetricKind.DELTA_SUM;
      case AGGREGATION_TEMPORALITY_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private MetricKind histogramKind(String name, AggregationTemporality temporality) {
    return switch (temporality) {
      case AGGREGATION_TEMPORALITY_CUMULATIVE -> MetricKind.CUMULATIVE_HISTOGRAM;
      case AGGREGATION_TEMPORALITY_DELTA -> MetricKind.DELTA_HISTOGRAM;
      case AGGREGATION_TEMPORALITY_UNSPECIFIED, UNRECOGNIZED -> {
        problem(Reason.BAD_METRIC, name + " has no temporality");
        yield null;
      }
    };
  }

  private static boolean recorded(int flags) {
    return (flags & NO_RECORDED_VALUE) == 0;
  }

  private void problem(Reason reason, String detail) {
    problems.accept(new TelemetryProblem(reason, detail));
  }
}
