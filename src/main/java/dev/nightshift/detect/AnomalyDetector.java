package dev.nightshift.detect;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.detect.univariate.HoldOff;
import dev.nightshift.detect.univariate.HoldOffState;
import dev.nightshift.detect.univariate.UnivariateScorer;
import java.util.Optional;

/**
 * Makes anomalies of one entity's scores: an adaptive threshold with hysteresis.
 *
 * <p>Decides from state and score alone and says at most one thing per step. Opens when {@code
 * minSteps} of the last {@code ofLast} steps lie above the threshold; the onset is the first of
 * them. Ends after {@code quietSteps} quiet steps in a row. A missing step is neither high nor
 * quiet: it moves the window of the last steps on (unless it is this entity's {@link Cadence} to
 * miss some), and a gap longer than {@code quietSteps} starts the count of quiet steps anew. Scores
 * must come in order of their steps; one for a step already seen is ignored. Thread-safe; all state
 * is passed in.
 *
 * <p>An entity with many features is judged twice: by {@link FeatureDeviations}, for what is short
 * and strong in a few of them (one step opens), and by the model's score for what is long and weak
 * in all of them ({@link #LONG_STEPS} of the last {@link #OF_LAST_LONG} steps open).
 *
 * <p>An entity with a single feature and no model is judged by the limit that its scorer's scores
 * mean the same for in every series ({@link UnivariateScorer#alarm}). One step opens, because the
 * scorer takes a change for what is usual soon after; what then follows of the same problem is held
 * back by {@link HoldOff}.
 */
public final class AnomalyDetector {

  private static final int LONG_STEPS = 8;
  private static final int OF_LAST_LONG = 10;

  /**
   * An anomaly of an entity with many features that stays open for so long is where the entity
   * lives now, and is learned from: without it a shift of level would alarm for ever.
   */
  private static final int PATIENCE = 720;

  private final DetectorSettings settings;
  private final AdaptiveThreshold threshold;
  private final double margin;
  private final double seriesAlarm;

  public AnomalyDetector(DetectorSettings settings) {
    this.settings = settings;
    this.threshold = new AdaptiveThreshold(settings.threshold());
    this.margin = FeatureDeviations.margin(settings.alarmRate());
    this.seriesAlarm = UnivariateScorer.alarm(settings.alarmRate());
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
    if (isSeries(score)) {
      return seriesLimit(state);
    }
    threshold.at(state.threshold, score.stepEnd() - score.stepMillis());
    return threshold.value(state.threshold, score.model(), score.calibration());
  }

  /**
   * What of an accepted score is news: of a single series nothing while {@link HoldOff} holds it
   * back.
   */
  public float told(DetectorState state, Score score) {
    return isSeries(score) ? state.holdOff.newest : score.score();
  }

  /** Takes the champion's score of one step. */
  public Optional<Anomaly> accept(DetectorState state, Score score) {
    if (score.stepEnd() <= state.lastStep) {
      return Optional.empty();
    }
    long gap =
        state.lastStep == 0
            ? 1
            : Cadence.gap(state, (score.stepEnd() - state.lastStep) / score.stepMillis());
    state.lastStep = score.stepEnd();
    state.above = gap > 31 ? 0 : state.above << gap;
    Reading reading = read(state, score);
    if (state.open) {
      return whileOpen(state, score, reading, gap);
    }
    boolean strange = reading.above() || (state.above & 1) != 0;
    if (strange) {
      int recent = state.above & ((1 << settings.ofLast()) - 1);
      Contributions.add(state, deviating(state, score, reading), recent <= 1);
    }
    if (reading.opening() != 0) {
      return Optional.of(open(state, score, reading));
    }
    if (!strange) {
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

  private Reading read(DetectorState state, Score score) {
    if (isSeries(score)) {
      return ofSeries(state, score);
    }
    threshold.at(state.threshold, score.stepEnd() - score.stepMillis());
    boolean many = FeatureDeviations.apply(score);
    boolean learn = !state.open || (many && state.openSteps > PATIENCE);
    boolean above =
        threshold.accept(state.threshold, score.model(), score.score(), score.calibration(), learn);
    state.above |= above ? 1 : 0;
    if (many) {
      return ofManyFeatures(state, score, above, learn);
    }
    return ofScore(state, score, above);
  }

  private Reading ofScore(DetectorState state, Score score, boolean above) {
    int window = state.above & ((1 << settings.ofLast()) - 1);
    boolean opens = Integer.bitCount(window) >= settings.minSteps();
    return Reading.of(
        score.score(), threshold.value(state.threshold), settings, above, opens ? window : 0);
  }

  private static boolean isSeries(Score score) {
    return score.model().equals(ColdStartScorer.SERIES);
  }

  private double seriesLimit(DetectorState state) {
    return seriesAlarm * state.threshold.factor;
  }

  private Reading ofSeries(DetectorState state, Score score) {
    if (state.holdOff == null) {
      state.holdOff = new HoldOffState();
    }
    double limit = seriesLimit(state);
    boolean above = score.score() > limit;
    state.above |= above ? 1 : 0;
    boolean news = HoldOff.accept(state.holdOff, score.score()) > limit;
    return Reading.of(score.score(), limit, settings, above, news ? 1 : 0);
  }

  private Reading ofManyFeatures(DetectorState state, Score score, boolean above, boolean learn) {
    if (state.deviations == null) {
      state.deviations = new DeviationState();
    }
    DeviationState deviations = state.deviations;
    FeatureDeviations.measure(deviations, score, margin * state.threshold.factor);
    boolean ready = FeatureDeviations.ready(deviations);
    boolean strong = ready && deviations.newest > deviations.newestLimit;
    // Before they are learned: what is usual is what was before.
    Deviating deviating = strong ? FeatureDeviations.deviating(deviations, score) : null;
    if (learn || !ready) {
      FeatureDeviations.learn(deviations, score);
    }
    if (!ready) {
      return ofScore(state, score, above);
    }
    int newest = state.above & ((1 << OF_LAST_LONG) - 1);
    boolean lasting = Integer.bitCount(newest) >= LONG_STEPS;
    int opening = lasting ? newest : strong ? 1 : 0;
    if (strong || !lasting) {
      boolean quiet =
          !lasting && Reading.isQuiet(deviations.newest, deviations.newestLimit, settings);
      return new Reading(
          deviations.newest, deviations.newestLimit, strong, quiet, opening, deviating);
    }
    float limit = (float) threshold.value(state.threshold);
    return new Reading(score.score(), limit, above, false, opening, null);
  }

  private static Deviating deviating(DetectorState state, Score score, Reading reading) {
    return reading.deviating() == null ? Deviating.of(state, score) : reading.deviating();
  }

  private static Anomaly open(DetectorState state, Score score, Reading reading) {
    int stepsAgo = 31 - Integer.numberOfLeadingZeros(reading.opening());
    state.open = true;
    state.openSteps = 0;
    state.system = score.entity().system();
    state.entity = score.entity().key();
    state.onset = score.stepEnd() - score.stepMillis() * stepsAgo * Cadence.steps(state);
    state.id = StableId.of("a", state.entity, state.onset);
    state.quiet = 0;
    state.quietSince = 0;
    peak(state, score, reading);
    return publish(state, AnomalyPhase.OPENED, score.stepEnd(), 0);
  }

  private Optional<Anomaly> whileOpen(DetectorState state, Score score, Reading reading, long gap) {
    state.openSteps++;
    boolean news =
        reading.above() && Contributions.add(state, deviating(state, score, reading), false);
    // The two ways to judge have limits of their own: what counts is how far beyond them.
    float higher = reading.value() * Math.abs(state.thresholdAtPeak);
    if (reading.above() && higher > state.peakScore * Math.abs(reading.limit())) {
      peak(state, score, reading);
    }
    if (reading.quiet()) {
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

  private static void peak(DetectorState state, Score score, Reading reading) {
    state.model = score.model();
    state.peakAt = score.stepEnd();
    state.peakScore = reading.value();
    state.thresholdAtPeak = reading.limit();
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
