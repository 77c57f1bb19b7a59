package dev.nightshift.feature;

import dev.nightshift.feature.CumulativePoints.Increase;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.SpanKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One step being closed: its points by metric name, with the increases of the counters. */
final class StepView {

  final StepData data;
  final double seconds;
  private final Map<String, List<SeriesStep>> byName = new HashMap<>();
  private final Set<String> spanKinds;
  private final boolean logsSeen;
  private SpanAccumulator entering;

  /**
   * Closes the cumulative series of a step: moves the lane's baselines, so once per step only.
   *
   * @param data null for a silent step
   */
  StepView(
      AssemblerState state, Lane lane, long stepEnd, StepData data, Map<Integer, Series> byId) {
    this.data = data == null ? new StepData() : data;
    this.seconds = lane.stepMillis / 1000.0;
    this.spanKinds = state.spanKinds;
    this.logsSeen = state.logsSeen;
    this.data.points.forEach(
        (id, points) -> {
          Series series = byId.get(id);
          // A series may have expired while its step was open.
          if (series != null) {
            Increase increase = null;
            double rise = Double.NaN;
            if (points.cumulative != null) {
              Baseline baseline = lane.baselines.computeIfAbsent(id, unused -> new Baseline());
              increase = points.cumulative.close(baseline, stepEnd - lane.stepMillis);
            } else if (series.kind == MetricKind.GAUGE) {
              Baseline baseline = lane.baselines.computeIfAbsent(id, unused -> new Baseline());
              rise = baseline.rise(points);
            }
            byName
                .computeIfAbsent(series.name, unused -> new ArrayList<>())
                .add(new SeriesStep(series, points, increase, rise));
          }
        });
  }

  List<SeriesStep> series(String metric) {
    return byName.getOrDefault(metric, List.of());
  }

  /** Names of the metrics of this step with one of their series. */
  Map<String, List<SeriesStep>> byName() {
    return byName;
  }

  boolean isSilent() {
    return data.points.isEmpty() && data.spans.isEmpty() && data.logs == 0;
  }

  /** Whether the entity has ever logged. */
  boolean logs() {
    return logsSeen;
  }

  /**
   * @param kind of span; empty for what enters the entity
   * @return null if the entity has never sent such spans
   */
  SpanAccumulator spans(String kind) {
    if (!kind.isEmpty()) {
      return spanKinds.contains(kind) ? data.spans.getOrDefault(kind, new SpanAccumulator()) : null;
    }
    if (!spanKinds.contains(SpanKind.SERVER.name())
        && !spanKinds.contains(SpanKind.CONSUMER.name())) {
      return null;
    }
    if (entering == null) {
      entering = new SpanAccumulator();
      for (SpanKind entry : new SpanKind[] {SpanKind.SERVER, SpanKind.CONSUMER}) {
        SpanAccumulator spans = data.spans.get(entry.name());
        if (spans != null) {
          entering.add(spans);
        }
      }
    }
    return entering;
  }

  /**
   * One series in this step.
   *
   * @param increase of cumulative series; else null
   * @param gaugeRise of gauges since an earlier step; NaN before there was one
   */
  record SeriesStep(Series series, PointAccumulator points, Increase increase, double gaugeRise) {

    /** How far it rose; NaN if that is not known. */
    double rise() {
      if (increase != null) {
        return increase.known() ? increase.amount() : Double.NaN;
      }
      return points.deltaTimes != null ? points.sum : gaugeRise;
    }
  }
}
