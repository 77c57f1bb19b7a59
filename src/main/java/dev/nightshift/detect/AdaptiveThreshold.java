package dev.nightshift.detect;

import java.util.Arrays;

/**
 * A streaming extreme-value threshold: peaks over threshold with drift, after SPOT and DSPOT
 * (Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017).
 *
 * <p>Differences to the paper: the tail is fitted by probability-weighted moments ({@link
 * ParetoTail}) every few excesses instead of by likelihood at each; the newest excesses only are
 * kept and the counts are halved once a horizon, so that the memory is constant and old habits
 * fade; the drift is the movement of an exponential mean instead of a window's, held within half of
 * the initial threshold, so that a slow leak is not followed without end; the threshold begins
 * twice as far out and comes in while an entity shows its first scores; where hours of the day
 * differ for days, each has its own tail ({@link TailSeason}).
 *
 * <p>It starts from a model's {@link Calibration} at the first score. If nearly all of the first
 * scores then lie above the threshold, the calibration is not about this entity, and it learns from
 * its own scores instead, as it does where none comes along. Thread-safe; all state is passed in.
 */
public final class AdaptiveThreshold {

  private static final double MIN_FACTOR = 0.5;
  private static final double MAX_FACTOR = 4.0;
  private static final double MAX_DRIFT = 0.5;
  private static final double MAX_EXCESS = 1.5;
  private static final double TRIAL_LIMIT = 0.75;
  private static final int CALIBRATION_WEIGHT = 1000;
  private static final int MIN_TAIL = 10;

  private final ThresholdSettings settings;
  private final double driftRate;

  public AdaptiveThreshold(ThresholdSettings settings) {
    this.settings = settings;
    this.driftRate = 1 - Math.pow(0.5, 1.0 / settings.driftHalfLife());
  }

  /** The score above which a step is strange; positive infinity while warming up. */
  public double value(ThresholdState state) {
    return state.ready
        ? drift(state) + state.initial + seasonal(state) * state.factor * settling(state)
        : Double.POSITIVE_INFINITY;
  }

  /** Says when the next score is of: hours of the day may differ. */
  public void at(ThresholdState state, long time) {
    state.time = time;
  }

  private double seasonal(ThresholdState state) {
    SeasonState season = state.season;
    return season == null || !season.seasonal
        ? state.reach
        : reach(
            state, TailSeason.frequency(season, state.time), TailSeason.size(season, state.time));
  }

  /**
   * A calibration was made on another history: the fewer scores of its own an entity has shown, the
   * further they may be off. From twice the reach at the first score to once after the warm-up.
   */
  private double settling(ThresholdState state) {
    return 2 - Math.min(1, (double) state.levelCount / settings.warmUp());
  }

  /**
   * The score above which the next step is strange if it is this model's; positive infinity while
   * warming up. The first score of another model than before starts over (feedback stays).
   *
   * @param model {@code name@version}
   * @param calibration of that model, or null
   */
  public double value(ThresholdState state, String model, Calibration calibration) {
    if (!model.equals(state.model)) {
      restart(state, model, calibration);
    }
    return value(state);
  }

  /**
   * Judges one score, then learns from it if {@code learn} allows it. An excess counts for at most
   * 1.5 times the reach of the threshold, so that a wild score moves it little.
   *
   * @param model {@code name@version}, see {@link #value(ThresholdState, String, Calibration)}
   * @param calibration of that model, or null
   * @param learn false while an anomaly is open
   * @return whether the score lies above the threshold that held before it
   */
  public boolean accept(
      ThresholdState state, String model, float score, Calibration calibration, boolean learn) {
    boolean above = score > value(state, model, calibration);
    if (state.trialAlarms >= 0) {
      onTrial(state, score, above);
    } else if (!state.ready) {
      if (learn) {
        warmUp(state, score);
      }
      return false;
    }
    if (learn && state.ready) {
      learn(state, score);
    }
    return above;
  }

  /**
   * Feedback: a factor above 1 (a false alarm) makes the entity less touchy, below 1 (a missed one)
   * more. The product of all feedback stays from 0.5 to 4 times the learned reach of the tail.
   */
  public void adjust(ThresholdState state, double factor) {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("a factor is positive, not " + factor);
    }
    state.factor = Math.max(MIN_FACTOR, Math.min(MAX_FACTOR, state.factor * factor));
    state.adjustments++;
  }

  private void restart(ThresholdState state, String model, Calibration calibration) {
    state.model = model;
    state.excesses = new float[settings.maxExcesses()];
    state.excessCount = 0;
    state.excessNext = 0;
    state.newExcesses = 0;
    state.level = 0;
    state.reference = 0;
    state.levelCount = 0;
    state.buffered = 0;
    state.ready = calibration != null;
    state.season = null;
    if (calibration == null) {
      state.buffer = new float[settings.warmUp()];
      state.trialAlarms = -1;
      return;
    }
    double weight = Math.min(CALIBRATION_WEIGHT, Math.max(1, calibration.samples()));
    state.initial = calibration.initial();
    state.observed = weight;
    state.inTail = weight * calibration.exceedanceShare();
    state.scale = calibration.scale();
    state.shape = calibration.shape();
    state.buffer = new float[settings.trial()];
    state.trialAlarms = settings.trial() == 0 ? -1 : 0;
    reach(state);
  }

  private void onTrial(ThresholdState state, float score, boolean above) {
    state.buffer[state.buffered++] = score;
    state.trialAlarms += above ? 1 : 0;
    if (state.buffered < settings.trial()) {
      return;
    }
    boolean refuted = state.trialAlarms >= TRIAL_LIMIT * settings.trial();
    float[] seen = state.buffer;
    state.trialAlarms = -1;
    state.buffered = 0;
    state.buffer = new float[refuted ? settings.warmUp() : 0];
    state.ready = !refuted;
    for (int i = 0; refuted && i < seen.length && !state.ready; i++) {
      warmUp(state, seen[i]);
    }
  }

  private void warmUp(ThresholdState state, float score) {
    state.buffer[state.buffered++] = score;
    if (state.buffered < state.buffer.length) {
      return;
    }
    float[] sorted = state.buffer.clone();
    Arrays.sort(sorted);
    int tail = Math.max(MIN_TAIL, (int) Math.ceil(settings.tailShare() * sorted.length));
    state.initial = sorted[sorted.length - 1 - tail];
    state.observed = sorted.length;
    state.inTail = tail;
    for (int i = sorted.length - tail; i < sorted.length; i++) {
      keep(state, (float) (sorted[i] - state.initial));
    }
    for (float seen : sorted) {
      follow(state, seen);
    }
    state.buffer = new float[0];
    state.buffered = 0;
    state.ready = true;
    fit(state);
  }

  private void learn(ThresholdState state, float score) {
    double drift = drift(state);
    // A lone score above the threshold belongs to the tail: without it a threshold that began too
    // low would stay so. Cut, because it may also be the first step of an anomaly.
    double reach = Math.max(state.reach * state.factor, Float.MIN_NORMAL);
    double excess = Math.min(score - drift - state.initial, MAX_EXCESS * reach);
    follow(state, (float) (drift + state.initial + excess));
    if (state.time != 0) {
      state.season = state.season == null ? new SeasonState() : state.season;
      TailSeason.learn(state.season, state.time, excess);
    }
    state.observed++;
    if (state.observed > settings.horizon()) {
      state.observed /= 2;
      state.inTail /= 2;
    }
    if (excess > 0) {
      state.inTail++;
      keep(state, (float) excess);
    }
    if (state.newExcesses >= settings.refitEvery() && state.excessCount >= settings.minExcesses()) {
      fit(state);
    } else if (excess > 0) {
      reach(state);
    }
  }

  private static void keep(ThresholdState state, float excess) {
    state.excesses[state.excessNext] = excess;
    state.excessNext = (state.excessNext + 1) % state.excesses.length;
    state.excessCount = Math.min(state.excessCount + 1, state.excesses.length);
    state.newExcesses++;
  }

  private void fit(ThresholdState state) {
    ParetoTail tail = ParetoTail.fit(state.excesses, state.excessCount);
    state.scale = tail.scale();
    state.shape = tail.shape();
    state.newExcesses = 0;
    reach(state);
  }

  private void reach(ThresholdState state) {
    state.reach = reach(state, 1, 1);
  }

  /**
   * @param frequency how many times its share the tail is taken
   * @param size how many times its scale
   */
  private double reach(ThresholdState state, double frequency, double size) {
    double share = Math.min(1, Math.max(state.inTail / state.observed, 1e-9) * frequency);
    return new ParetoTail(size * state.scale, state.shape)
        .reach(settings.alarmProbability(), share);
  }

  private void follow(ThresholdState state, float score) {
    state.levelCount++;
    // A plain mean until there are enough scores to name a normal level, then a slow one.
    if (state.levelCount <= settings.warmUp()) {
      state.level += (score - state.level) / state.levelCount;
      state.reference = state.level;
    } else {
      state.level += driftRate * (score - state.level);
    }
  }

  private static double drift(ThresholdState state) {
    double bound = MAX_DRIFT * Math.abs(state.initial);
    return Math.max(-bound, Math.min(bound, state.level - state.reference));
  }
}
