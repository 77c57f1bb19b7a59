package dev.nightshift.job.operator;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.feature.Admission;
import dev.nightshift.feature.AssemblerLimits;
import dev.nightshift.feature.AssemblerState;
import dev.nightshift.feature.FeatureAssembler;
import dev.nightshift.feature.FeaturePlan;
import dev.nightshift.feature.FeatureSet;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.feature.template.TemplateMiner;
import dev.nightshift.job.model.ActiveModels;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Signal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Assembles the features that models ask for, in event time. Keyed by entity; the models in force
 * come by broadcast. What is late or beyond a bound leaves as a dead letter; the newest step of
 * every window that counts leaves as a sample for training, and what forecasts asked for by {@link
 * Outputs#FORECASTS}.
 */
public final class FeatureFunction
    extends KeyedBroadcastProcessFunction<String, Signal, ModelAnnouncement, FeatureWindow>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  /** The codec has refused what is ahead of the broker's clock; here only event time counts. */
  private static final long NO_CLOCK = Long.MAX_VALUE / 2;

  private static final int MAX_CACHED_PLANS = 100_000;

  private final List<ModelAnnouncement> initial;
  private final FeatureOptions options;
  private transient AssemblerLimits limits;
  private transient List<FeatureSet> forecasts;
  private transient FeatureAssembler assembler;
  private transient TemplateMiner miner;
  private transient BroadcastState<String, ModelAnnouncement> announced;
  private transient ActiveModels models;
  private transient Map<Entity, FeaturePlan> plans;
  private transient ValueState<AssemblerState> state;
  private transient ValueState<MinerState> templates;

  /**
   * @param initial models in force when the job is started without a checkpoint: known before the
   *     first signal, so that a replay does not depend on how fast the store was read
   */
  public FeatureFunction(List<ModelAnnouncement> initial, FeatureOptions options) {
    this.initial = List.copyOf(initial);
    this.options = options;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    announced = context.getOperatorStateStore().getBroadcastState(ActiveModels.STATE);
    if (!context.isRestored()) {
      for (ModelAnnouncement model : initial) {
        announced.put(model.id(), model);
      }
    }
    models = new ActiveModels(announced.entries());
    plans = new HashMap<>();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // The broadcast state is all there is.
  }

  @Override
  public void open(OpenContext context) {
    limits = options.limits();
    forecasts = options.forecastSets();
    assembler = new FeatureAssembler(limits);
    miner = new TemplateMiner();
    StateTtlConfig retention = StateTtlConfig.newBuilder(options.retention()).build();
    ValueStateDescriptor<AssemblerState> assembling =
        new ValueStateDescriptor<>("assembler", AssemblerState.class);
    assembling.enableTimeToLive(retention);
    state = getRuntimeContext().getState(assembling);
    ValueStateDescriptor<MinerState> mining =
        new ValueStateDescriptor<>("templates", MinerState.class);
    mining.enableTimeToLive(retention);
    templates = getRuntimeContext().getState(mining);
  }

  @Override
  public void processElement(Signal signal, ReadOnlyContext context, Collector<FeatureWindow> out)
      throws Exception {
    AssemblerState assembling = state.value();
    if (assembling == null) {
      assembling = new AssemblerState();
    }
    long before = assembler.nextDeadline(assembling);
    Admission admission = admit(assembling, signal);
    if (admission != Admission.ACCEPTED && admission != Admission.DUPLICATE) {
      context.output(Outputs.DEAD_LETTERS, refused(signal, admission));
    }
    long deadline = assembler.nextDeadline(assembling);
    if (deadline != before && deadline < Long.MAX_VALUE) {
      context.timerService().registerEventTimeTimer(deadline);
    }
    state.update(assembling);
  }

  private Admission admit(AssemblerState assembling, Signal signal) throws Exception {
    FeaturePlan plan = planOf(signal.entity());
    if (signal.metric() != null) {
      return assembler.accept(assembling, plan, signal.metric(), NO_CLOCK);
    }
    if (signal.span() != null) {
      return assembler.accept(assembling, plan, signal.span(), NO_CLOCK);
    }
    MinerState mined = templates.value();
    if (mined == null) {
      mined = new MinerState();
    }
    boolean isNew = miner.match(mined, signal.log().body()).isNew();
    templates.update(mined);
    return assembler.accept(assembling, plan, signal.log(), isNew, NO_CLOCK);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FeatureWindow> out)
      throws Exception {
    AssemblerState assembling = state.value();
    if (assembling == null) {
      return;
    }
    assembler.advance(
        assembling,
        planOf(assembling.entity),
        // The timer's own time and not the watermark, which may have jumped further: a replay that
        // is read faster emits the same windows at the same times.
        time,
        window -> {
          if (ForecastRule.isForecast(window.model())) {
            context.output(Outputs.FORECASTS, window);
            return;
          }
          boolean counts = counts(window);
          if (!window.waitsForRulers()) {
            out.collect(counts ? window : window.compared());
          } else if (counts) {
            out.collect(window.scoredBy(FeatureWindow.NO_MODEL));
          }
          if (counts && options.samples()) {
            sample(window, context);
          }
        });
    long deadline = assembler.nextDeadline(assembling);
    if (deadline < Long.MAX_VALUE) {
      context.timerService().registerEventTimeTimer(deadline);
    }
    state.update(assembling);
  }

  @Override
  public void processBroadcastElement(
      ModelAnnouncement announcement, Context context, Collector<FeatureWindow> out)
      throws Exception {
    for (String gone : models.apply(announcement)) {
      announced.remove(gone);
    }
    if (announcement.role() != ModelAnnouncement.Role.RETIRED) {
      announced.put(announcement.id(), announcement);
    }
    plans.clear();
  }

  private FeaturePlan planOf(Entity entity) {
    if (plans.size() > MAX_CACHED_PLANS) {
      plans.clear();
    }
    return plans.computeIfAbsent(entity, e -> FeaturePlan.of(models.featureSetsOf(e), forecasts));
  }

  private boolean counts(FeatureWindow window) {
    ModelAnnouncement model = models.byId().get(window.model());
    return model == null || model.role() == ModelAnnouncement.Role.CHAMPION;
  }

  private void sample(FeatureWindow window, OnTimerContext context) {
    ModelAnnouncement model = models.byId().get(window.model());
    FeatureSample sample = Samples.newest(window, model, limits.stepMillis());
    context.output(Outputs.SAMPLES, sample);
  }

  private static DeadLetter refused(Signal signal, Admission admission) {
    Object what =
        signal.metric() != null
            ? signal.metric()
            : signal.span() != null ? signal.span() : signal.log();
    return DeadLetter.newBuilder()
        .setSource("features")
        .setReason(admission.name().toLowerCase(Locale.ROOT))
        .setDetail(signal.entity().key())
        .setAt(signal.timeMillis())
        .setOriginal(ByteBuffer.wrap(what.toString().getBytes(StandardCharsets.UTF_8)))
        .build();
  }
}
