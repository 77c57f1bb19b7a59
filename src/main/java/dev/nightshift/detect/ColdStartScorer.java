package dev.nightshift.detect;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;
import dev.nightshift.detect.univariate.UnivariateScorer;
import dev.nightshift.detect.univariate.UnivariateState;
import dev.nightshift.feature.FeatureWindow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores the newest step of entities that no model covers, without any training: robust z-scores
 * for all, a random cut forest for those that were given one.
 *
 * <p>A forest costs 0.1 to 0.2 ms a step and some 100 kB, so whoever calls bounds their number and
 * passes null beyond it. Features are normalised by the running statistics before the forest sees
 * them, since it compares lengths; a missing value counts as usual. Each score comes with a broad
 * prior of its tail as {@link Calibration}: alarms are possible at once, and the threshold soon
 * replaces it by the entity's own tail.
 */
public final class ColdStartScorer {

  /** Name of the scorer in {@link Score#model()} where no forest is given or ready. */
  public static final String ROBUST_Z = "robust-z";

  /** Name of the scorer with a forest. */
  public static final String FOREST = "rcf";

  /** Name of the scorer of entities with a single feature. */
  public static final String SERIES = "series";

  /** Steps before the running statistics mean something. */
  static final int MIN_STEPS = 12;

  /** Largest z-scores that make the combined score: a fault moves some features, not all. */
  private static final int COMBINED = 3;

  private static final int MAX_TOP = 8;
  private static final Calibration ROBUST_PRIOR = new Calibration(2.6f, 0.02f, 0.7f, 0.1f, 200);
  private static final Calibration FOREST_PRIOR = new Calibration(1.5f, 0.02f, 0.25f, 0.1f, 200);

  private static final Calibration SERIES_PRIOR = new Calibration(8f, 0.02f, 4f, 0.1f, 200);

  private final long seed;

  public ColdStartScorer(long seed) {
    this.seed = seed;
  }

  /** An empty forest for this entity, seeded by the scorer's seed and the entity's name. */
  public ForestState newForest(FeatureWindow window) {
    return ForestState.create(window.features(), seed ^ window.entity().key().hashCode());
  }

  /**
   * Scores the newest step and learns it.
   *
   * @param window with feature names
   * @param statistics of this entity; changed
   * @param forest of this entity, changed, or null. One made for another number of features is
   *     ignored: replace it by {@link #newForest}
   * @return empty while too little was seen
   */
  public Optional<Score> score(
      FeatureWindow window, long stepMillis, RobustState statistics, ForestState forest) {
    int features = window.features();
    int newest = (window.steps() - 1) * features;
    float[] z = RobustStatistics.update(statistics, window.featureNames(), window.values(), newest);
    boolean useForest = forest != null && forest.features() == features;
    if (statistics.steps <= MIN_STEPS) {
      return Optional.empty();
    }
    boolean forestReady = useForest && forest.forest().isOutputReady();
    float[] parts = forestReady ? forestParts(forest.forest(), z) : squares(z);
    float score = forestReady ? sum(parts) : combined(z);
    if (useForest) {
      forest.forest().update(z);
    }
    return Optional.of(
        toScore(window, stepMillis, newest, forestReady ? FOREST : ROBUST_Z, score, parts));
  }

  /**
   * Scores the newest step of an entity with a single feature and learns it.
   *
   * @param state of this entity; changed
   * @return empty where the value is missing
   */
  public Optional<Score> scoreSeries(FeatureWindow window, long stepMillis, UnivariateState state) {
    float value = window.values()[window.steps() - 1];
    if (!Float.isFinite(value)) {
      return Optional.empty();
    }
    String feature = window.featureNames()[0];
    float score = UnivariateScorer.score(state, feature, value, window.stepEnd() - stepMillis);
    return Optional.of(
        new Score(
            window.entity(),
            SERIES,
            true,
            window.stepEnd(),
            stepMillis,
            score,
            new String[] {feature},
            new float[] {score},
            new float[] {value},
            SERIES_PRIOR));
  }

  private static Score toScore(
      FeatureWindow window, long stepMillis, int newest, String model, float score, float[] parts) {
    float total = Math.max(sum(parts), Float.MIN_NORMAL);
    int[] top =
        IntStream.range(0, parts.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -parts[i]))
            .limit(MAX_TOP)
            .mapToInt(Integer::intValue)
            .toArray();
    String[] names = new String[top.length];
    float[] errors = new float[top.length];
    float[] values = new float[top.length];
    for (int i = 0; i < top.length; i++) {
      names[i] = window.featureNames()[top[i]];
      errors[i] = score * parts[top[i]] / total;
      values[i] = window.values()[newest + top[i]];
    }
    return new Score(
        window.entity(),
        model,
        true,
        window.stepEnd(),
        stepMillis,
        score,
        names,
        errors,
        values,
        model.equals(FOREST) ? FOREST_PRIOR : ROBUST_PRIOR);
  }

  private static float[] forestParts(RandomCutForest forest, float[] z) {
    DiVector attribution = forest.getAnomalyAttribution(z);
    float[] parts = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      parts[i] = (float) attribution.getHighLowSum(i);
    }
    return parts;
  }

  private static float[] squares(float[] z) {
    float[] squares = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      squares[i] = z[i] * z[i];
    }
    return squares;
  }

  /** Root mean square of the largest z-scores. */
  private static float combined(float[] z) {
    float[] squares = squares(z);
    Arrays.sort(squares);
    float sum = 0;
    int count = Math.min(COMBINED, squares.length);
    for (int i = 0; i < count; i++) {
      sum += squares[squares.length - 1 - i];
    }
    return (float) Math.sqrt(sum / Math.max(1, count));
  }

  private static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
