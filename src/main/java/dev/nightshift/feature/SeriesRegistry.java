package dev.nightshift.feature;

import dev.nightshift.telemetry.MetricPoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The bounded set of an entity's series. */
final class SeriesRegistry {

  private SeriesRegistry() {}

  /**
   * @return null if the entity has its maximum of series and none has expired
   */
  static Series find(AssemblerState state, MetricPoint point, AssemblerLimits limits) {
    String key = Series.key(point);
    Series series = state.series.get(key);
    if (series == null) {
      if (state.series.size() >= limits.maxSeries()) {
        sweep(state, point.timeMillis(), limits);
      }
      if (state.series.size() >= limits.maxSeries()) {
        return null;
      }
      series = new Series();
      series.id = state.nextSeriesId++;
      series.name = point.name();
      series.kind = point.kind();
      series.attributes = new HashMap<>(point.attributes());
      state.series.put(key, series);
    }
    series.lastMillis = Math.max(series.lastMillis, point.timeMillis());
    return series;
  }

  static Map<Integer, Series> byId(AssemblerState state) {
    Map<Integer, Series> byId = new HashMap<>(state.series.size() * 2);
    state.series.values().forEach(series -> byId.put(series.id, series));
    return byId;
  }

  /** At most once per step, as a full entity would otherwise look at all series for each point. */
  private static void sweep(AssemblerState state, long nowMillis, AssemblerLimits limits) {
    if (nowMillis < state.sweptMillis + limits.stepMillis()) {
      return;
    }
    state.sweptMillis = nowMillis;
    Set<Integer> removed = new HashSet<>();
    state
        .series
        .values()
        .removeIf(
            series -> {
              boolean old = series.lastMillis < nowMillis - limits.seriesTtlMillis();
              if (old) {
                removed.add(series.id);
              }
              return old;
            });
    state.lanes.values().forEach(lane -> lane.baselines.keySet().removeAll(removed));
  }
}
