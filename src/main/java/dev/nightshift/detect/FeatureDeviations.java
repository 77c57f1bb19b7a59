package dev.nightshift.detect;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How far an entity's features are from where they usually are, each by its own ruler: the mean of
 * the three largest deviations, as a logarithm.
 *
 * <p>A model's score weighs all features together. Among dozens of them a few that leave their
 * usual place for two steps are lost in it, and that is what many short incidents look like. Here
 * the ruler of a feature is the 99 % quantile of its own deviations from its own median, so that
 * one with frequent high peaks does not call them strange, and the same limit is right for any
 * entity: there is nothing to calibrate. A step is strange if the deviation lies more than {@link
 * #margin} above its own slow mean.
 *
 * <p>Median and quantile are followed by stochastic approximation (Robbins and Monro, "A Stochastic
 * Approximation Method", 1951): a few numbers per feature, no samples kept. Pure; all memory is in
 * the {@link DeviationState}.
 */
final class FeatureDeviations {

  /** Entities with fewer features are judged by their model's score alone: it sees each of them. */
  static final int FEWEST_FEATURES = 16;

  /** Largest deviations that make the combined one. */
  private static final int COMBINED = 3;

  /** As many as an anomaly names. */
  private static final int MOST_NAMED = 8;

  /** Steps before a ruler means something. */
  private static final int WARM_UP = 60;

  /**
   * At an alarm rate of {@link #ALARM_RATE} about 2.7 times the usual mean of the three, and by so
   * much more for each e-fold fewer alarms: measured, see the README of the training.
   */
  private static final double MARGIN = 1.0;

  private static final double MARGIN_PER_NAT = 0.4;
  private static final double LEAST_MARGIN = 0.5;
  private static final double ALARM_RATE = 1e-4;

  private static final float QUANTILE = 0.99f;

  /** Share of its scale by which a median moves in a step, once it has settled. */
  private static final float CENTRE_RATE = 0.01f;

  /** Likewise a quantile: it halves in 1,400 quiet steps. */
  private static final float TAIL_RATE = 0.05f;

  /** The level follows half of a shift in 360 steps. */
  private static final float LEVEL_RATE = 0.001924f;

  /** The widest deviation is half forgotten in 7,000 steps. */
  private static final float WIDEST_DECAY = 0.9999f;

  /**
   * A ruler grows by this share of the widest deviation: what rests has no quantile to speak of.
   */
  private static final float OF_WIDEST = 0.15f;

  private static final float LEAST_OF_CENTRE = 0.02f;
  private static final float LEAST = 0.005f;

  /** In rulers: beyond it a deviation says no more, and teaches no more. */
  private static final float MOST = 50;

  /** What is larger would overflow in a difference or a product: as good as missing. */
  private static final float BEYOND_REASON = 1e30f;

  private FeatureDeviations() {}

  /** Whether this score is of an entity with so many features that they are watched singly. */
  static boolean apply(Score score) {
    return score.values().length >= FEWEST_FEATURES;
  }

  /**
   * How far above its slow mean the deviation is strange.
   *
   * @param alarmRate wanted share of normal steps at which an anomaly opens
   */
  static double margin(double alarmRate) {
    return Math.max(LEAST_MARGIN, MARGIN + MARGIN_PER_NAT * Math.log(ALARM_RATE / alarmRate));
  }

  /** Whether enough was seen to judge by. */
  static boolean ready(DeviationState state) {
    return state.steps >= WARM_UP;
  }

  /**
   * Measures one step against those before it: {@link DeviationState#newest} and its limit.
   *
   * @param score with the values of all features; those of another model than before start over
   * @param margin above the slow mean, see {@link #margin}, times the factor of feedback
   */
  static void measure(DeviationState state, Score score, double margin) {
    float[] values = score.values();
    if (!score.model().equals(state.model) || state.centre.length != values.length) {
      restart(state, score.model(), values);
    }
    if (state.names.length == 0 && score.names().length == values.length) {
      state.names = score.names();
    }
    float[] largest = new float[COMBINED];
    for (int f = 0; f < values.length; f++) {
      insert(largest, rulers(state, f, values[f]));
    }
    state.newest = (float) Math.log1p((largest[0] + largest[1] + largest[2]) / COMBINED);
    state.newestLimit = (float) (state.level + margin);
  }

  /**
   * The features of a measured step that is not learned yet which lie beyond their own rulers.
   *
   * @return null while their names are not known
   */
  static Deviating deviating(DeviationState state, Score score) {
    if (state.names.length != score.values().length) {
      return null;
    }
    // Boxed and sorted: strange steps are rare.
    int[] order =
        IntStream.range(0, state.names.length)
            .filter(f -> rulers(state, f, score.values()[f]) > 1)
            .boxed()
            .sorted(Comparator.comparingDouble(f -> -rulers(state, f, score.values()[f])))
            .limit(MOST_NAMED)
            .mapToInt(Integer::intValue)
            .toArray();
    String[] names = new String[order.length];
    float[] errors = new float[order.length];
    float[] values = new float[order.length];
    float[] usual = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      names[i] = state.names[order[i]];
      values[i] = score.values()[order[i]];
      usual[i] = state.centre[order[i]];
      errors[i] = rulers(state, order[i], values[i]);
    }
    return new Deviating(names, errors, values, usual);
  }

  /** Learns the step that was measured last. */
  static void learn(DeviationState state, Score score) {
    state.steps++;
    float early = 1f / state.steps;
    for (int f = 0; f < score.values().length; f++) {
      if (Math.abs(score.values()[f]) < BEYOND_REASON) {
        learn(state, f, score.values()[f], early);
      }
    }
    state.level += Math.max(LEVEL_RATE, early) * (state.newest - state.level);
  }

  private static void restart(DeviationState state, String model, float[] values) {
    state.model = model;
    state.names = new String[0];
    state.steps = 0;
    state.centre = values.clone();
    state.mean = new float[values.length];
    state.tail = new float[values.length];
    state.widest = new float[values.length];
    state.level = 0;
  }

  private static void learn(DeviationState state, int f, float value, float early) {
    if (!(Math.abs(state.centre[f]) < BEYOND_REASON)) {
      state.centre[f] = value;
    }
    float away = value - state.centre[f];
    float deviation = Math.abs(away);
    if (ready(state)) {
      deviation = Math.min(deviation, MOST * ruler(state, f));
    }
    float centreRate = Math.max(CENTRE_RATE, early);
    state.mean[f] += centreRate * (deviation - state.mean[f]);
    state.centre[f] += Math.copySign(Math.min(Math.abs(away), centreRate * state.mean[f]), away);
    state.widest[f] = Math.max(WIDEST_DECAY * state.widest[f], deviation);
    float scale = Math.max(state.tail[f], Math.max(state.mean[f], 0.01f * state.widest[f]));
    float tailRate = Math.max(TAIL_RATE, Math.min(1, 20 * early));
    float direction = deviation > state.tail[f] ? QUANTILE : QUANTILE - 1;
    state.tail[f] = Math.max(0, state.tail[f] + tailRate * scale * direction);
  }

  /** How many of its rulers a value is away; NaN where one of them is missing. */
  private static float rulers(DeviationState state, int f, float value) {
    return Math.min(Math.abs(value - state.centre[f]) / ruler(state, f), MOST);
  }

  private static float ruler(DeviationState state, int f) {
    float least = LEAST_OF_CENTRE * Math.abs(state.centre[f]) + LEAST;
    return Math.max(least, state.tail[f] + OF_WIDEST * state.widest[f]);
  }

  /** Keeps the largest, in descending order; NaN is none of them. */
  private static void insert(float[] largest, float value) {
    int at = largest.length - 1;
    if (!(value > largest[at])) {
      return;
    }
    while (at > 0 && largest[at - 1] < value) {
      largest[at] = largest[at - 1];
      at--;
    }
    largest[at] = value;
  }
}
