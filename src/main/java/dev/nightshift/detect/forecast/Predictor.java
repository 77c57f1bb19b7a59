package dev.nightshift.detect.forecast;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Forecast;
import dev.nightshift.detect.StableId;
import dev.nightshift.telemetry.Entity;
import java.util.List;
import java.util.Optional;

/**
 * Turns what an {@link ExhaustionForecaster} says of one entity into anomalies that are predicted,
 * each with its own diagnosis: a trend and a declared limit need no ranking of causes, and what has
 * not happened yet must not count as a symptom when other problems are diagnosed.
 *
 * <p>Holds scratch memory: not thread-safe. State is passed in.
 */
public final class Predictor {

  /** Steps after which an open prediction is published again. */
  private static final int UPDATE_STEPS = 10;

  /** Change of the confidence that is worth a new diagnosis. */
  private static final double MATERIAL = 0.1;

  /** An entity that said nothing for so many steps: its prediction ends. */
  private static final int SILENT_STEPS = 10;

  private final ForecastRule rule;
  private final ExhaustionForecaster forecaster;

  public Predictor(ForecastRule rule) {
    this.rule = rule;
    this.forecaster = new ExhaustionForecaster(rule.settings());
  }

  /**
   * Takes the newest step of one entity.
   *
   * @param stepEnd exclusive, milliseconds since the epoch; steps come in order
   * @param limit in force at this step; NaN if it is not known
   */
  public Optional<Prediction> accept(
      PredictionState state, Entity entity, long stepEnd, float value, float limit) {
    if (!Float.isFinite(value) || !Float.isFinite(limit)) {
      return Optional.empty();
    }
    ExhaustionForecaster.Verdict verdict = forecaster.accept(state.series, stepEnd, value, limit);
    state.newest = Math.max(state.newest, stepEnd);
    if (verdict != ExhaustionForecaster.Verdict.QUIET) {
      look(state, value, limit);
    }
    return switch (verdict) {
      case QUIET -> Optional.empty();
      case OPENED -> {
        state.entity = entity.key();
        state.system = entity.system();
        state.onset = stepEnd;
        state.id = StableId.of("p", state.entity, rule.name(), stepEnd);
        state.revision = 0;
        yield Optional.of(publish(state, AnomalyPhase.OPENED, stepEnd, 0));
      }
      case REACHED -> Optional.of(publish(state, AnomalyPhase.UPDATED, stepEnd, 0));
      case LASTING ->
          stepEnd - state.publishedAt >= UPDATE_STEPS * rule.settings().stepMillis()
              ? Optional.of(publish(state, AnomalyPhase.UPDATED, stepEnd, 0))
              : Optional.empty();
      case ENDED -> Optional.of(publish(state, AnomalyPhase.ENDED, stepEnd, stepEnd));
    };
  }

  /** When to call {@link #onSilence}, in event time; {@link Long#MAX_VALUE} for never. */
  public long silenceDeadline(PredictionState state) {
    return state.series.open
        ? state.newest + SILENT_STEPS * rule.settings().stepMillis()
        : Long.MAX_VALUE;
  }

  /** Ends the prediction about an entity that nobody can say anything about any more. */
  public Optional<Prediction> onSilence(PredictionState state, long now) {
    if (now < silenceDeadline(state)) {
      return Optional.empty();
    }
    state.series.open = false;
    return Optional.of(publish(state, AnomalyPhase.ENDED, now, now));
  }

  private void look(PredictionState state, float value, float limit) {
    Outlook outlook = forecaster.outlook();
    state.value = value;
    state.limit = limit;
    state.exhaustedAt = outlook == null ? 0 : known(outlook.exhaustedAt());
    state.earliest = outlook == null ? 0 : known(outlook.earliest());
    state.latest = outlook == null ? 0 : known(outlook.latest());
    if (outlook != null) {
      state.slopePerHour = outlook.slopePerHour();
      state.confidence = outlook.confidence();
      state.observedMillis = outlook.observedMillis();
    }
  }

  private static long known(long time) {
    return time == Long.MAX_VALUE ? 0 : time;
  }

  private Prediction publish(PredictionState state, AnomalyPhase phase, long at, long ended) {
    state.publishedAt = at;
    boolean news =
        phase == AnomalyPhase.OPENED
            || at == state.series.reachedAt
            || Math.abs(state.confidence - state.publishedConfidence) >= MATERIAL;
    Anomaly anomaly = anomaly(state, phase, at, ended);
    if (phase == AnomalyPhase.ENDED || !news) {
      return new Prediction(anomaly, null);
    }
    state.publishedConfidence = state.confidence;
    state.revision++;
    return new Prediction(anomaly, ForecastDiagnosis.of(anomaly, state));
  }

  private Anomaly anomaly(PredictionState state, AnomalyPhase phase, long at, long ended) {
    return Anomaly.newBuilder()
        .setId(state.id)
        .setSystem(state.system)
        .setEntity(state.entity)
        .setPhase(phase)
        .setOnset(state.onset)
        .setUpdated(at)
        .setEnded(ended)
        .setPeakAt(at)
        // How strange it is cannot be said: nothing has happened yet.
        .setPeakScore(1)
        .setThreshold(1)
        .setModel(rule.id())
        .setContributions(
            List.of(new Contribution(rule.feature().name(), 1f, state.value, Float.NaN)))
        .setForecast(
            Forecast.newBuilder()
                .setName(rule.name())
                .setFeature(rule.feature().name())
                .setMetric(rule.feature().metric())
                .setFaultType(rule.faultType())
                .setValue(state.value)
                .setLimit(state.limit)
                .setSlopePerHour(state.slopePerHour)
                .setExhaustedAt(state.exhaustedAt)
                .setEarliest(state.earliest)
                .setLatest(state.latest)
                .setConfidence(state.confidence)
                .setReachedAt(state.series.reachedAt)
                .build())
        .build();
  }
}
