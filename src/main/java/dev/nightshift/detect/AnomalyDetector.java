package dev.nightshift.detect;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import java.util.Optional;

/**
 * Makes anomalies of one entity's scores: an adaptive threshold with hysteresis.
 *
 * <p>Decides from state and score alone and says at most one thing per step. Opens when {@code
 * minSteps} of the last {@code ofLast} steps lie above the threshold; the onset is the first of
 * them. Ends after {@code quietSteps} quiet steps in a row. A missing step is neither high nor
 * quiet: it moves the window of the last steps on, and a gap longer than {@code quietSteps} starts
 * the count of quiet steps anew. Scores must come in order of their steps; one for a step already
 * seen is ignored. Thread-safe; all state is passed in.
 */
public final class AnomalyDetector {

  private final DetectorSettings settings;
  private final AdaptiveThreshold threshold;

  public AnomalyDetector(DetectorSettings settings) {
    this.settings = settings;
    this.threshold = new AdaptiveThreshold(settings.threshold());
  }

  /** The entity's threshold, to show or to adjust by feedback. */
  public AdaptiveThreshold threshold() {
    return threshold;
  }

  /**
   * What this score will be held against by {@link #accept}.
   *
   * @return positive infinity while the threshold warms up
   */
  public double limit(DetectorState state, Score score) {
    return threshold.value(state.threshold, score.model(), score.calibration());
  }

  /** Takes the champion's score of one step. */
  public Optional<Anomaly> accept(DetectorState state, Score score) {
    if (score.stepEnd() <= state.lastStep) {
      return Optional.empty();
    }
    long gap = state.lastStep == 0 ? 1 : (score.stepEnd() - state.lastStep) / score.stepMillis();
    boolean learn = !state.open;
    boolean above =
        threshold.accept(state.threshold, score.model(), score.score(), score.calibration(), learn);
    state.lastStep = score.stepEnd();
    state.above = (gap > 31 ? 0 : state.above << gap) | (above ? 1 : 0);
    if (state.open) {
      return whileOpen(state, score, above, gap);
    }
    int window = state.above & ((1 << settings.ofLast()) - 1);
    if (above) {
      Contributions.add(state, score, window == 1);
    }
    if (Integer.bitCount(window) >= settings.minSteps()) {
      return Optional.of(open(state, score, window));
    }
    if (!above) {
      UsualValues.learn(state, score, settings.features());
    }
    return Optional.empty();
  }

  /** When to call {@link #onSilence}, in event time; {@link Long#MAX_VALUE} for never. */
  public long silenceDeadline(DetectorState state) {
    return state.open ? state.lastStep + settings.silenceMillis() : Long.MAX_VALUE;
  }

  /**
   * Ends the open anomaly of an entity that has been silent for {@code silenceMillis}: it is gone,
   * or nobody can say more about it.
   *
   * @param now event time
   */
  public Optional<Anomaly> onSilence(DetectorState state, long now) {
    if (now < silenceDeadline(state)) {
      return Optional.empty();
    }
    return Optional.of(end(state, now, state.quiet > 0 ? state.quietSince : now));
  }

  private Anomaly open(DetectorState state, Score score, int window) {
    int stepsAgo = 31 - Integer.numberOfLeadingZeros(window);
    state.open = true;
    state.system = score.entity().system();
    state.entity = score.entity().key();
    state.onset = score.stepEnd() - stepsAgo * score.stepMillis();
    state.id = StableId.of("a", state.entity, state.onset);
    state.quiet = 0;
    state.quietSince = 0;
    peak(state, score);
    return publish(state, AnomalyPhase.OPENED, score.stepEnd(), 0);
  }

  private Optional<Anomaly> whileOpen(DetectorState state, Score score, boolean above, long gap) {
    double limit = threshold.value(state.threshold);
    boolean news = above && Contributions.add(state, score, false);
    if (above && score.score() > state.peakScore) {
      peak(state, score);
    }
    // A threshold that still warms up (a new model came) calls nothing high, so that the anomaly
    // of the old model ends.
    boolean isQuiet = score.score() < limit - (1 - settings.leaveRatio()) * Math.abs(limit);
    if (Double.isInfinite(limit) || isQuiet) {
      if (state.quiet == 0 || gap > settings.quietSteps()) {
        state.quiet = 0;
        state.quietSince = score.stepEnd();
      }
      state.quiet++;
    } else {
      state.quiet = 0;
    }
    if (state.quiet >= settings.quietSteps()) {
      return Optional.of(end(state, score.stepEnd(), state.quietSince));
    }
    state.stepsSincePublished++;
    boolean grown = state.peakScore >= settings.growth() * state.publishedPeak;
    return grown || news || state.stepsSincePublished >= settings.updateSteps()
        ? Optional.of(publish(state, AnomalyPhase.UPDATED, score.stepEnd(), 0))
        : Optional.empty();
  }

  private Anomaly end(DetectorState state, long at, long ended) {
    Anomaly anomaly = publish(state, AnomalyPhase.ENDED, at, ended);
    state.open = false;
    state.above = 0;
    Contributions.clear(state);
    return anomaly;
  }

  private void peak(DetectorState state, Score score) {
    state.model = score.model();
    state.peakAt = score.stepEnd();
    state.peakScore = score.score();
    state.thresholdAtPeak = (float) threshold.value(state.threshold);
  }

  private static Anomaly publish(DetectorState state, AnomalyPhase phase, long at, long ended) {
    state.stepsSincePublished = 0;
    state.publishedPeak = state.peakScore;
    return Anomaly.newBuilder()
        .setId(state.id)
        .setSystem(state.system)
        .setEntity(state.entity)
        .setPhase(phase)
        .setOnset(state.onset)
        .setUpdated(at)
        .setEnded(ended)
        .setPeakAt(state.peakAt)
        .setPeakScore(state.peakScore)
        .setThreshold(state.thresholdAtPeak)
        .setModel(state.model)
        .setContributions(Contributions.of(state))
        .build();
  }
}
