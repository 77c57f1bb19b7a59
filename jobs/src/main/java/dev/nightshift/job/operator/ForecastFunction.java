package dev.nightshift.job.operator;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.detect.forecast.ForecastRule;
import dev.nightshift.detect.forecast.Prediction;
import dev.nightshift.detect.forecast.PredictionState;
import dev.nightshift.detect.forecast.Predictor;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.serde.Outputs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Predicts when an entity's resources reach their declared limits. Keyed by entity; the decisions
 * are {@link Predictor}'s. What a prediction says of itself leaves by {@link Outputs#DIAGNOSES}.
 */
public final class ForecastFunction extends KeyedProcessFunction<String, FeatureWindow, Anomaly> {

  private static final long serialVersionUID = 1L;

  private final List<ForecastRule> rules;
  private final Duration retention;
  private transient Map<String, ForecastRule> byId;
  private transient Map<String, Predictor> predictors;
  private transient MapState<String, PredictionState> states;

  /**
   * @param retention of the state of an entity that is gone
   */
  public ForecastFunction(List<ForecastRule> rules, Duration retention) {
    this.rules = List.copyOf(rules);
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    byId = new HashMap<>();
    predictors = new HashMap<>();
    for (ForecastRule rule : rules) {
      byId.put(rule.id(), rule);
      predictors.put(rule.id(), new Predictor(rule));
    }
    MapStateDescriptor<String, PredictionState> descriptor =
        new MapStateDescriptor<>("predictions", String.class, PredictionState.class);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(retention).build());
    states = getRuntimeContext().getMapState(descriptor);
  }

  @Override
  public void processElement(FeatureWindow window, Context context, Collector<Anomaly> out)
      throws Exception {
    String id = window.model();
    Predictor predictor = predictors.get(id);
    PredictionState state = states.get(id);
    if (state == null) {
      state = new PredictionState();
    }
    ForecastRule rule = byId.get(id);
    float limit = rule.capacity() == null ? rule.limit() : window.values()[1];
    long silent = predictor.silenceDeadline(state);
    if (window.stepEnd() > silent) {
      // The timer may not have fired yet: when a backlog is read, windows overtake it.
      say(predictor.onSilence(state, silent), context, out);
    }
    Optional<Prediction> said =
        predictor.accept(state, window.entity(), window.stepEnd(), window.values()[0], limit);
    say(said, context, out);
    // One timer while it is open, set when it opens and again when it fires too early.
    if (said.isPresent() && said.get().anomaly().getPhase() == AnomalyPhase.OPENED) {
      context.timerService().registerEventTimeTimer(predictor.silenceDeadline(state));
    }
    states.put(id, state);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Anomaly> out) throws Exception {
    for (ForecastRule rule : rules) {
      PredictionState state = states.get(rule.id());
      if (state == null) {
        continue;
      }
      Predictor predictor = predictors.get(rule.id());
      say(predictor.onSilence(state, time), context, out);
      long deadline = predictor.silenceDeadline(state);
      if (deadline < Long.MAX_VALUE) {
        context.timerService().registerEventTimeTimer(deadline);
      }
      states.put(rule.id(), state);
    }
  }

  private static void say(Optional<Prediction> said, Context context, Collector<Anomaly> out) {
    said.ifPresent(
        prediction -> {
          out.collect(prediction.anomaly());
          if (prediction.diagnosis() != null) {
            context.output(Outputs.DIAGNOSES, prediction.diagnosis());
          }
        });
  }
}
