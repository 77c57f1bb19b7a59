package dev.nightshift.job.operator;

import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.feature.AssemblerLimits;
import dev.nightshift.feature.FeatureSet;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What a job file says of features, in the form that travels to the tasks.
 *
 * @param stepMillis of entities without a model
 * @param openSteps of an entity that may wait for the watermark. Topics are read at different
 *     speeds when a backlog is caught up, and the watermark is that of the slowest: so many steps
 *     of the faster ones have to wait. What goes beyond is a dead letter
 * @param samples whether samples for training leave
 * @param retention of the state of an entity that is gone
 * @param forecasts whose features leave by {@link dev.nightshift.job.serde.Outputs#FORECASTS}
 */
public record FeatureOptions(
    long stepMillis,
    int openSteps,
    boolean samples,
    Duration retention,
    List<ForecastRule> forecasts)
    implements Serializable {

  /** Without forecasts. */
  public FeatureOptions(long stepMillis, int openSteps, boolean samples, Duration retention) {
    this(stepMillis, openSteps, samples, retention, List.of());
  }

  /** What forecasts ask for, beside what models do. */
  List<FeatureSet> forecastSets() {
    return forecasts.stream().map(ForecastRule::featureSet).toList();
  }

  public AssemblerLimits limits() {
    AssemblerLimits standard = AssemblerLimits.DEFAULT;
    return new AssemblerLimits(
        stepMillis,
        standard.maxSeries(),
        standard.seriesTtlMillis(),
        openSteps,
        standard.maxColumns(),
        standard.historySteps(),
        standard.idleSteps(),
        standard.maxAheadMillis());
  }
}
