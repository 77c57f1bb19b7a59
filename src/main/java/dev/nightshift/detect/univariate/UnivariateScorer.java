package dev.nightshift.detect.univariate;

/**
 * Scores a single series without training: the surprises of several {@link Measure}s, added up,
 * less what chance alone would have shown by now.
 *
 * <p>Each measure is turned into {@code -ln p} against its own past ({@link Tails}), so that
 * volumes, ratios and temperatures need no scale. Sums of logarithms combine tail probabilities as
 * Fisher's method does; the measures are not independent, so that the sum is a score and not a
 * probability. A single one is damped beyond {@link #CAP} nats, where the exponential tail claims
 * more than any history can prove. The longer a series runs the stranger its strangest harmless
 * step becomes, by the logarithm of its length: this is taken off (as in a-contrario detection,
 * Desolneux, Moisan and Morel, 2000), so that one threshold serves short and long series.
 */
public final class UnivariateScorer {

  /**
   * A score of so many nats is an alarm where nothing is known of the series' own scores. Near the
   * best one threshold for the recorded series of the benchmark.
   */
  public static final float ALARM = 8;

  /** Share of harmless steps that the limit of {@link #ALARM} nats is meant for. */
  private static final double ALARM_RATE = 1e-4;

  /** Surprise of one measure, in nats, that counts in full. */
  static final double CAP = 270;

  /** Nats taken off for each e-fold of the length ... */
  private static final double PER_LENGTH = 3.52;

  /** ... beyond that many steps; a shorter series is credited instead. */
  private static final double NEUTRAL_LENGTH = 1_000;

  /** Values are cut here, so that no sum or difference leaves the range of floats. */
  private static final float LARGEST = 1e30f;

  private UnivariateScorer() {}

  /**
   * The score of an alarm: scores are {@code -ln p}, so that a tenth of the alarms costs ln 10
   * more.
   *
   * @param rate wanted share of harmless steps with an alarm
   */
  public static double alarm(double rate) {
    return ALARM + Math.log(ALARM_RATE / rate);
  }

  /**
   * Scores the newest value and learns it.
   *
   * @param state changed; begins anew with another feature's name
   * @param timeMillis event time of the value; only its time of day (UTC) counts
   * @param raw the value, finite
   * @return 0 for nothing special, else nats; a few dozen are an alarm
   */
  public static float score(UnivariateState state, String feature, float raw, long timeMillis) {
    if (!Float.isFinite(raw)) {
      throw new IllegalArgumentException("a value to score is finite, not " + raw);
    }
    float value = Math.max(-LARGEST, Math.min(LARGEST, raw));
    if (!feature.equals(state.feature)) {
      state.clear();
      state.feature = feature;
    }
    Recent.add(state, value);
    double[] measures = Measure.take(state, value, Recent.usual(state, timeMillis));
    double sum = 0;
    for (int i = 0; i < measures.length; i++) {
      sum += Measure.weight(i) * damped(Tails.surprise(state, i, measures[i]));
    }
    Recent.learn(state, value, timeMillis);
    Tails.learn(state, measures);
    double chance = sum == 0 ? 0 : PER_LENGTH * Math.log(state.steps / NEUTRAL_LENGTH);
    return (float) Math.max(0, sum - chance);
  }

  private static double damped(double surprise) {
    return surprise < CAP ? surprise : CAP + Math.log1p(surprise - CAP);
  }
}
