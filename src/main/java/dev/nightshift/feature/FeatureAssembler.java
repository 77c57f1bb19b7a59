package dev.nightshift.feature;

import dev.nightshift.feature.FeaturePlan.Planned;
import dev.nightshift.feature.FeaturePlan.PlannedFeature;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes feature windows from the signals of one entity, in event time.
 *
 * <pre>
 *   signal -> accept: open step of each lane      watermark -> advance: close steps in order
 *                                                   close = counters' increases, features, window
 * </pre>
 *
 * A step is closed when the watermark passes its end: how long to wait for late signals is the
 * watermark's decision alone. A set's first window comes when each of its features has W steps of
 * history. Silent steps are emitted too (NaN, and zero for rates of spans and logs), until the
 * entity has been silent for long. Stateless and thread-safe; all memory is in the {@link
 * AssemblerState}.
 */
public final class FeatureAssembler {

  private final AssemblerLimits limits;

  public FeatureAssembler(AssemblerLimits limits) {
    this.limits = limits;
  }

  /**
   * @param nowMillis of the clock, for signals from the future
   */
  public Admission accept(
      AssemblerState state, FeaturePlan plan, MetricPoint point, long nowMillis) {
    return admit(
        state,
        plan,
        point.entity(),
        point.timeMillis(),
        nowMillis,
        new Function<Lane, Admission>() {
          private Series series;

          @Override
          public Admission apply(Lane lane) {
            if (series == null) {
              series = SeriesRegistry.find(state, point, limits);
            }
            return series == null
                ? Admission.TOO_MANY_SERIES
                : lane.stepAt(point.timeMillis())
                    .points
                    .computeIfAbsent(series.id, id -> new PointAccumulator())
                    .add(point);
          }
        });
  }

  /** A span belongs to the step in which it ended. */
  public Admission accept(AssemblerState state, FeaturePlan plan, Span span, long nowMillis) {
    return admit(
        state,
        plan,
        span.entity(),
        span.endMillis(),
        nowMillis,
        lane -> {
          state.spanKinds.add(span.kind().name());
          lane.stepAt(span.endMillis())
              .spans
              .computeIfAbsent(span.kind().name(), kind -> new SpanAccumulator())
              .add(span.durationMillis(), span.endNanos(), span.error());
          return Admission.ACCEPTED;
        });
  }

  /**
   * @param newTemplate whether the record's template was never seen before at this entity
   */
  public Admission accept(
      AssemblerState state, FeaturePlan plan, LogEntry log, boolean newTemplate, long nowMillis) {
    return admit(
        state,
        plan,
        log.entity(),
        log.timeMillis(),
        nowMillis,
        lane -> {
          state.logsSeen = true;
          StepData step = lane.stepAt(log.timeMillis());
          step.logs++;
          step.logErrors += log.isError() ? 1 : 0;
          step.newTemplates += newTemplate ? 1 : 0;
          return Admission.ACCEPTED;
        });
  }

  /**
   * Closes every step that the watermark has passed and emits the windows that end there, oldest
   * first within a step length. At the end of a bounded input (watermark {@link Long#MAX_VALUE})
   * the steps with data are closed, and none after them.
   */
  public void advance(
      AssemblerState state, FeaturePlan plan, long watermarkMillis, Consumer<FeatureWindow> out) {
    if (state.entity == null) {
      return;
    }
    List<Planned> sets = plan.forEntity(state.entity);
    reconcile(state, plan, sets);
    boolean modelled = Planned.anyOfModel(sets);
    for (Lane lane : state.lanes.values()) {
      List<Planned> own = new ArrayList<>();
      for (Planned set : sets) {
        if (set.set().stepMillis() == lane.stepMillis) {
          own.add(set);
        }
      }
      boolean auto = !modelled && lane.stepMillis == limits.stepMillis();
      new LaneCloser(state, lane, own, auto, limits).advance(watermarkMillis, out);
    }
  }

  /**
   * The event time at which {@link #advance} has something to do next, for a timer; {@link
   * Long#MAX_VALUE} if nothing is open and the entity is considered gone.
   */
  public long nextDeadline(AssemblerState state) {
    long next = Long.MAX_VALUE;
    for (Lane lane : state.lanes.values()) {
      if (lane.nextEnd != 0) {
        next = Math.min(next, lane.nextEnd - 1);
      }
    }
    return next;
  }

  private Admission admit(
      AssemblerState state,
      FeaturePlan plan,
      Entity entity,
      long timeMillis,
      long nowMillis,
      Function<Lane, Admission> add) {
    if (timeMillis > nowMillis + limits.maxAheadMillis()) {
      return Admission.FUTURE;
    }
    if (state.entity == null) {
      state.entity = entity.withoutInstance();
    }
    if (state.planId != plan.id()) {
      reconcile(state, plan, plan.forEntity(state.entity));
    }
    Admission result = null;
    for (Lane lane : state.lanes.values()) {
      Admission admission = lane.admits(timeMillis, limits.maxOpenSteps());
      if (admission == Admission.ACCEPTED) {
        admission = add.apply(lane);
      }
      // Late for one step length, in time for a longer one: it counts where it can.
      result = result == null || admission == Admission.ACCEPTED ? admission : result;
    }
    return result;
  }

  /** Lanes for the step lengths that are asked for, and no others. */
  private void reconcile(AssemblerState state, FeaturePlan plan, List<Planned> sets) {
    if (state.planId == plan.id()) {
      return;
    }
    state.planId = plan.id();
    List<Long> wanted = new ArrayList<>();
    sets.forEach(set -> wanted.add(set.set().stepMillis()));
    if (!Planned.anyOfModel(sets)) {
      wanted.add(limits.stepMillis());
    }
    state.lanes.keySet().retainAll(wanted);
    for (long step : wanted) {
      state.lanes.computeIfAbsent(step, Lane::of);
    }
  }

  /** What history is kept of without being asked: a new model very likely asks for it. */
  static final List<PlannedFeature> ALWAYS =
      DefaultFeatures.SERVICE.stream().map(PlannedFeature::of).toList();
}
