package dev.nightshift.feature;

import dev.nightshift.feature.FeaturePlan.Planned;
import dev.nightshift.feature.FeaturePlan.PlannedFeature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Closes the steps of one lane in order: features into columns, columns into windows. */
final class LaneCloser {

  private final AssemblerState state;
  private final Lane lane;
  private final List<Planned> sets;
  private final boolean auto;
  private final AssemblerLimits limits;
  private final int history;
  private final boolean measured;

  /**
   * @param sets of this lane's step length that are about this entity
   * @param auto whether no model is about this entity, and this is the lane of what it sends
   */
  LaneCloser(
      AssemblerState state, Lane lane, List<Planned> sets, boolean auto, AssemblerLimits limits) {
    this.state = state;
    this.lane = lane;
    this.sets = sets;
    this.auto = auto;
    this.limits = limits;
    int longest = limits.historySteps();
    boolean ownRulers = false;
    for (Planned set : sets) {
      longest = Math.max(longest, set.set().window());
      ownRulers |= set.set().ownRulers();
    }
    this.history = longest;
    this.measured = ownRulers;
  }

  void advance(long watermarkMillis, Consumer<FeatureWindow> out) {
    boolean ending = watermarkMillis == Long.MAX_VALUE;
    long limit =
        ending
            ? lane.newestOpenEnd()
            : Math.floorDiv(watermarkMillis + 1, lane.stepMillis) * lane.stepMillis;
    if (lane.nextEnd != 0 && lane.nextEnd <= limit) {
      Map<Integer, Series> byId = SeriesRegistry.byId(state);
      while (lane.nextEnd != 0 && lane.nextEnd <= limit) {
        closeNext(byId, out);
      }
    }
    lane.closedThrough = Math.max(lane.closedThrough, limit);
  }

  private void closeNext(Map<Integer, Series> byId, Consumer<FeatureWindow> out) {
    long end = lane.nextEnd;
    StepData data = lane.open.remove(end);
    lane.idle = data == null ? lane.idle + 1 : 0;
    if (lane.idle > limits.idleSteps()) {
      lane.sleep();
      return;
    }
    StepView step = new StepView(state, lane, end, data, byId);
    if (auto || Planned.anyOfModel(sets)) {
      record(FeatureAssembler.ALWAYS, step);
    }
    for (Planned set : sets) {
      record(set.features(), step);
    }
    List<PlannedFeature> own = List.of();
    if (auto) {
      AutoFeatures.observe(state.auto, state, step);
      own = AutoFeatures.features(state.auto);
      record(own, step);
    }
    lane.steps++;
    lane.nextEnd = end + lane.stepMillis;
    lane.columns.values().removeIf(column -> lane.steps - column.wanted > history);
    for (Planned set : sets) {
      if (set.set().ownRulers()) {
        emitMeasured(set, end, out);
      } else {
        emit(set.set().model(), end, set.set().window(), set.features(), null, out);
      }
    }
    if (!own.isEmpty() && !step.isSilent()) {
      String[] names = state.auto.frozen.toArray(new String[0]);
      emit("", end, 1, own, names, out);
    }
  }

  /** One value per feature; a feature shared by several sets is computed once. */
  private void record(List<PlannedFeature> features, StepView step) {
    for (int i = 0; i < features.size(); i++) {
      PlannedFeature feature = features.get(i);
      Column column = lane.columns.get(feature.key());
      if (column == null) {
        if (lane.columns.size() >= limits.maxColumns()) {
          continue;
        }
        column = Column.starting(lane.steps, history);
        lane.columns.put(feature.key(), column);
      } else if (column.wanted == lane.steps + 1) {
        continue;
      }
      column.grow(history, lane.steps);
      column.wanted = lane.steps + 1;
      FeatureDefinition definition = feature.definition();
      column.put(lane.steps, StepEvaluator.evaluate(definition, step), definition.transform());
      if (measured) {
        column.measure(lane.steps);
      }
    }
  }

  private void emit(
      String model,
      long stepEnd,
      int window,
      List<PlannedFeature> features,
      String[] names,
      Consumer<FeatureWindow> out) {
    float[] values = values(features, window);
    if (values != null) {
      out.accept(new FeatureWindow(state.entity, model, stepEnd, window, values, names));
    }
  }

  /** A window on the entity's own rulers; in its own units, with names, while they settle. */
  private void emitMeasured(Planned set, long stepEnd, Consumer<FeatureWindow> out) {
    List<PlannedFeature> features = set.features();
    int window = set.set().window();
    float[] values = values(features, window);
    if (values == null) {
      return;
    }
    boolean settled = true;
    for (PlannedFeature feature : features) {
      settled &= lane.columns.get(feature.key()).ruler.isSettled();
    }
    String model = set.set().model();
    if (!settled) {
      String[] names = features.stream().map(f -> f.definition().name()).toArray(String[]::new);
      out.accept(new FeatureWindow(state.entity, model, stepEnd, window, values, names));
      return;
    }
    int count = features.size();
    float[] newest = Arrays.copyOfRange(values, values.length - count, values.length);
    for (int f = 0; f < count; f++) {
      Ruler ruler = lane.columns.get(features.get(f).key()).ruler;
      for (int at = f; at < values.length; at += count) {
        values[at] = ruler.place(features.get(f).definition(), values[at]);
      }
    }
    out.accept(new FeatureWindow(state.entity, model, stepEnd, window, values, null, newest, true));
  }

  /** [window][F], oldest step first; null without W steps of each feature, or room for it. */
  private float[] values(List<PlannedFeature> features, int window) {
    long first = lane.steps - window;
    float[] values = new float[window * features.size()];
    for (int f = 0; f < features.size(); f++) {
      Column column = lane.columns.get(features.get(f).key());
      if (column == null || column.since > first) {
        return null;
      }
      for (int s = 0; s < window; s++) {
        values[s * features.size() + f] = column.at(first + s);
      }
    }
    return values;
  }
}
