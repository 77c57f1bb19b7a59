package dev.nightshift.detect.forecast;

/**
 * Predicts when one series reaches its limit.
 *
 * <p>The series is kept at several scales, each of 48 blocks and four times as coarse as the one
 * before: from 48 steps to more than a week. At each scale {@link TrendFit} draws a robust trend.
 * Exhaustion is predicted when a scale holds for {@link ForecastSettings#hold} blocks that
 *
 * <ul>
 *   <li>the trend meets the limit within the horizon, and no further ahead than it has been seen;
 *   <li>even the flat side of its band does so within twice that;
 *   <li>it has left the range that was usual before: a tooth of a saw or a day's rise that is no
 *       higher than earlier ones says nothing. What ended at the limit, or was predicted, was not
 *       usual;
 *   <li>the present does not contradict it: two values below the troughs end it, as a restart does.
 * </ul>
 *
 * It is taken back when no scale supports it any more. Values must come in the order of their
 * steps. State is passed in; scratch memory makes an instance not thread-safe.
 */
public final class ExhaustionForecaster {

  /** What a step says. */
  public enum Verdict {
    /** Nothing is predicted. */
    QUIET,
    /** Exhaustion is predicted from now on. */
    OPENED,
    /** It still is. */
    LASTING,
    /** It came true with this step. */
    REACHED,
    /** It is not any more. */
    ENDED
  }

  private static final int COARSER = 4;
  private static final int MOST_SCALES = 6;

  /** The coarsest scale sees so far back, to know what a week is like. */
  private static final long LOOK_BACK_MILLIS = 8 * 86_400_000L;

  /** Values in a row below the troughs that contradict a trend. */
  private static final int CONTRADICTION = 2;

  /** What is predicted is taken back only beyond so many times the reach. */
  private static final double LEAVE = 1.5;

  /** Share of a trend's pace at which the next finer scale has to rise. */
  private static final double GOING_ON = 0.25;

  /** Predictions taken back within {@link #LOOK_BACK_MILLIS}, after which rises are a habit. */
  private static final int HABIT = 2;

  private final ForecastSettings settings;
  private final int scales;
  private final TrendReader reader;
  private final TrendFit fit = new TrendFit();
  private Outlook outlook;
  private boolean contradicted;

  public ExhaustionForecaster(ForecastSettings settings) {
    this.settings = settings;
    this.reader = new TrendReader(settings);
    long wanted = Math.max(LOOK_BACK_MILLIS, 2 * settings.horizonMillis());
    int count = 1;
    long window = settings.stepMillis() * ScaleState.BLOCKS;
    while (window < wanted && count < MOST_SCALES) {
      window *= COARSER;
      count++;
    }
    this.scales = count;
  }

  /**
   * Takes the value of one step; a missing value or limit says nothing, and neither does a step
   * that was seen already.
   *
   * @param stepEnd exclusive, milliseconds since the epoch
   */
  public Verdict accept(ForecastState state, long stepEnd, float value, float limit) {
    outlook = null;
    long step = stepEnd / settings.stepMillis() - 1;
    if (step <= state.lastStep || !Float.isFinite(value) || !Float.isFinite(limit)) {
      return state.open ? Verdict.LASTING : Verdict.QUIET;
    }
    state.lastStep = step;
    float turned = settings.falling() ? -value : value;
    float turnedLimit = settings.falling() ? -limit : limit;
    while (state.scales.size() < scales) {
      state.scales.add(new ScaleState());
    }
    take(state, step, turned, turnedLimit);
    boolean supported = look(state, step, value, limit, turnedLimit);
    return decide(state, stepEnd, supported, turned >= turnedLimit);
  }

  /**
   * The nearest trend towards the limit at the step that was accepted last, predicted or not; null
   * if there is none.
   */
  public Outlook outlook() {
    return outlook;
  }

  private void take(ForecastState state, long step, float value, float limit) {
    int length = 1;
    for (int k = 0; k < state.scales.size(); k++) {
      ScaleState scale = state.scales.get(k);
      boolean closed = Blocks.add(scale, step / length, value, state.open && state.receded < HABIT);
      if (closed) {
        drawn(state, k, length, limit);
      }
      if ((step + 1) % length == 0) {
        Blocks.push(scale);
        drawn(state, k, length, limit);
      }
      long since = step - scale.trendStep;
      boolean below = value < scale.floor + scale.floorSlope * since;
      scale.contradicted = scale.trend && below ? scale.contradicted + 1 : 0;
      length *= COARSER;
    }
  }

  private void drawn(ForecastState state, int k, int length, float limit) {
    ScaleState scale = state.scales.get(k);
    fit.draw(scale, length, (double) length * settings.stepMillis(), limit);
    if (!scale.trend) {
      scale.held = 0;
      return;
    }
    scale.envelope = envelope(state, k, scale.trendSince);
    boolean predicted =
        goesOn(state, k) && reader.predicts(scale, length, scale.trendStep, limit, 1, true);
    scale.held = predicted ? Math.min(scale.held + 1, settings.hold()) : 0;
  }

  /** Whether the next finer scale still rises: what levelled off, or rose by steps, does not. */
  private static boolean goesOn(ForecastState state, int k) {
    if (k == 0) {
      return true;
    }
    ScaleState finer = state.scales.get(k - 1);
    return finer.trendStep == 0
        || finer.filled < TrendFit.FEWEST
        || finer.slope >= GOING_ON * state.scales.get(k).slope;
  }

  /**
   * Highest usual value before a trend began, as the coarser scales remember it; NaN if they reach
   * back less far than the trend is long.
   */
  private static float envelope(ForecastState state, int k, long since) {
    float highest = Float.NaN;
    long earliest = Long.MAX_VALUE;
    int length = 1;
    for (int j = 0; j < state.scales.size(); j++, length *= COARSER) {
      if (j <= k) {
        continue;
      }
      ScaleState coarser = state.scales.get(j);
      if (coarser.filled > 0) {
        earliest = Math.min(earliest, (coarser.newest - coarser.filled + 1) * length);
      }
      // The block in which the trend began counts at the next scale alone: there it is short.
      long last = j == k + 1 ? (since - 1) / length : since / length - 1;
      float one = Blocks.highest(coarser, last);
      if (!(one <= highest) && !Float.isNaN(one)) {
        highest = one;
      }
    }
    long seen = state.scales.get(k).trendStep - since;
    return earliest > since - seen ? Float.NaN : highest;
  }

  /** Whether a scale supports the prediction; keeps the nearest outlook among those that do. */
  private boolean look(ForecastState state, long step, float raw, float rawLimit, float limit) {
    contradicted = false;
    boolean supported = false;
    double nearest = Double.POSITIVE_INFINITY;
    int length = 1;
    for (int k = 0; k < state.scales.size(); k++, length *= COARSER) {
      ScaleState scale = state.scales.get(k);
      if (!scale.trend) {
        continue;
      }
      boolean against = scale.contradicted >= CONTRADICTION;
      contradicted |= against && scale.supported;
      boolean supports =
          !against
              && (state.open
                  ? reader.predicts(scale, length, step, limit, LEAVE, false)
                  : scale.held >= settings.hold()
                      && reader.predicts(scale, length, step, limit, 1, true));
      double steps = reader.stepsLeft(scale, step, limit);
      boolean better = supports == supported ? steps < nearest : supports;
      if (!against && better) {
        nearest = steps;
        outlook = reader.outlook(scale, step, raw, rawLimit, limit);
      }
      supported |= supports;
      scale.supported |= supports;
    }
    return supported;
  }

  private Verdict decide(ForecastState state, long stepEnd, boolean supported, boolean atLimit) {
    if (!state.open) {
      // What is at its limit already is not predicted any more.
      return supported && !atLimit ? open(state, stepEnd) : Verdict.QUIET;
    }
    if (contradicted) {
      return end(state, stepEnd);
    }
    if (atLimit || supported) {
      state.unsupported = 0;
      if (atLimit && state.reachedAt == 0) {
        state.reachedAt = stepEnd;
        return Verdict.REACHED;
      }
      return Verdict.LASTING;
    }
    state.unsupported++;
    return state.unsupported >= settings.hold() ? end(state, stepEnd) : Verdict.LASTING;
  }

  private static Verdict end(ForecastState state, long stepEnd) {
    state.open = false;
    if (state.reachedAt == 0) {
      state.receded++;
      state.recededAt = stepEnd;
    }
    for (ScaleState scale : state.scales) {
      scale.supported = false;
      scale.held = 0;
    }
    return Verdict.ENDED;
  }

  private Verdict open(ForecastState state, long stepEnd) {
    state.open = true;
    state.openedAt = stepEnd;
    state.unsupported = 0;
    state.reachedAt = 0;
    if (stepEnd - state.recededAt > LOOK_BACK_MILLIS) {
      state.receded = 0;
    }
    if (state.receded >= HABIT) {
      return Verdict.OPENED;
    }
    long since = Long.MAX_VALUE;
    for (ScaleState scale : state.scales) {
      if (scale.trend && scale.held >= settings.hold()) {
        since = Math.min(since, scale.trendSince);
      }
    }
    int length = 1;
    for (ScaleState scale : state.scales) {
      Blocks.markSince(scale, since / length);
      length *= COARSER;
    }
    return Verdict.OPENED;
  }
}
