package dev.nightshift.training;

import dev.nightshift.feature.Aggregation;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.Transform;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the graph does to each feature before it is put on its ruler, chosen from its history. The
 * job hands over raw values and people see raw values; only the model looks at these.
 *
 * @param kinds of each feature
 * @param parameters of a logarithm the median of the values, of a counter that of its rises; else 1
 */
record FeatureTransforms(Kind[] kinds, float[] parameters) {

  /** What is done to a value. */
  enum Kind {
    NONE,
    /**
     * {@code log(1 + max(x, 0) / median)}: of a feature whose usual values lie decades below its
     * frequent highest ones. On a ruler from the lowest to the highest they are all zero.
     */
    LOG,
    /**
     * How far it rose since the step before; after a fall it counts from zero. Of a counter that is
     * reported like a gauge: its value will never be seen again, and says nothing. The median rise
     * where one of the two values is missing.
     */
    COUNTER
  }

  /** A heavy tail: the 99 % quantile is at least so many medians. */
  static final float HEAVY = 30;

  /** Fewer values do not tell a tail, or that something never falls. */
  private static final int FEWEST = 300;

  /** A counter rises in at least this share of the steps, and falls in this one of its rises. */
  private static final double RISING = 0.2;

  private static final double FALLING = 0.01;

  /** A counter that starts again is at most at this share of what it was at. */
  private static final float RESTARTED = 0.5f;

  /** Beyond it a difference could leave the range of floats. */
  static final float LARGEST = 1e38f;

  private static final Set<Aggregation> LEVELS =
      EnumSet.of(
          Aggregation.MEAN,
          Aggregation.MIN,
          Aggregation.MAX,
          Aggregation.LAST,
          Aggregation.SUM,
          Aggregation.P50,
          Aggregation.P90,
          Aggregation.P95,
          Aggregation.P99);

  /** Chooses for each feature; what already has a transform or counts events keeps its values. */
  static FeatureTransforms choose(List<FeatureDefinition> features, Windows windows) {
    FeatureTransforms chosen = none(features.size());
    Kind[] kinds = chosen.kinds;
    float[] parameters = chosen.parameters;
    for (int f = 0; f < kinds.length; f++) {
      FeatureDefinition feature = features.get(f);
      if (feature.transform() != Transform.NONE || !LEVELS.contains(feature.aggregation())) {
        continue;
      }
      float[] rises = risesOfACounter(windows, f);
      float[] values = Normalisation.newestValues(windows, f);
      if (rises.length > 0) {
        kinds[f] = Kind.COUNTER;
        parameters[f] = Normalisation.quantile(rises, 0.5);
      } else if (isHeavy(values)) {
        kinds[f] = Kind.LOG;
        parameters[f] = Normalisation.quantile(values, 0.5);
      }
    }
    return chosen;
  }

  /** All values as they are. */
  static FeatureTransforms none(int features) {
    Kind[] kinds = new Kind[features];
    float[] parameters = new float[features];
    Arrays.fill(kinds, Kind.NONE);
    Arrays.fill(parameters, 1);
    return new FeatureTransforms(kinds, parameters);
  }

  private static boolean isHeavy(float[] sorted) {
    // Some zeros would be the mode of the logarithms, far from all others.
    return sorted.length >= FEWEST
        && sorted[0] >= 0
        && Normalisation.quantile(sorted, 0.01) > 0
        && Normalisation.quantile(sorted, 0.99) >= HEAVY * Normalisation.quantile(sorted, 0.5);
  }

  /** Sorted; empty if the feature is no counter. */
  private static float[] risesOfACounter(Windows windows, int feature) {
    if (windows.steps() < 2) {
      return new float[0];
    }
    int newest = (windows.steps() - 1) * windows.features() + feature;
    int before = newest - windows.features();
    float[] rises = new float[windows.size()];
    int size = 0;
    int rising = 0;
    int falling = 0;
    for (float[] window : windows.values()) {
      float from = window[before];
      float to = window[newest];
      if (Float.isNaN(from) || Float.isNaN(to)) {
        continue;
      }
      if (to < 0 || (to < from && to > RESTARTED * from)) {
        return new float[0];
      }
      rising += to > from ? 1 : 0;
      falling += to < from ? 1 : 0;
      rises[size++] = rise(from, to);
    }
    boolean counts = size >= FEWEST && rising >= RISING * size && falling <= FALLING * rising;
    float[] sorted = Arrays.copyOf(rises, counts ? size : 0);
    Arrays.sort(sorted);
    return sorted;
  }

  private static float rise(float from, float to) {
    float earlier = Math.max(-LARGEST, Math.min(LARGEST, from));
    float later = Math.max(-LARGEST, Math.min(LARGEST, to));
    return later < earlier ? later : later - earlier;
  }

  /**
   * The values that the ruler is about; NaN where nothing is known.
   *
   * @param window raw, NaN for missing
   * @param at place of the value in it
   */
  float of(float[] window, int at) {
    int f = at % kinds.length;
    return switch (kinds[f]) {
      case NONE -> window[at];
      case LOG -> logarithm(window[at], f);
      case COUNTER ->
          at < kinds.length || Float.isNaN(window[at]) || Float.isNaN(window[at - kinds.length])
              ? Float.NaN
              : rise(window[at - kinds.length], window[at]);
    };
  }

  /**
   * The same where every value is needed: of a gap what {@code filled} has in its place.
   *
   * @param filled the window without gaps
   */
  float of(float[] window, float[] filled, int at) {
    int f = at % kinds.length;
    if (kinds[f] == Kind.COUNTER) {
      float rise = of(window, at);
      return Float.isNaN(rise) ? parameters[f] : rise;
    }
    return of(filled, at);
  }

  private float logarithm(float value, int f) {
    return Float.isNaN(value) ? value : (float) Math.log1p(Math.max(value, 0) / parameters[f]);
  }

  boolean has(Kind kind) {
    return Arrays.asList(kinds).contains(kind);
  }

  /** 1 for each feature of the kind, else 0. */
  float[] mask(Kind kind) {
    float[] mask = new float[kinds.length];
    for (int f = 0; f < mask.length; f++) {
      mask[f] = kinds[f] == kind ? 1 : 0;
    }
    return mask;
  }

  /** Features that are not left as they are, and what is done to them; for people. */
  Map<String, String> named(List<FeatureDefinition> features) {
    Map<String, String> named = new TreeMap<>();
    for (int f = 0; f < kinds.length; f++) {
      if (kinds[f] != Kind.NONE) {
        named.put(features.get(f).name(), kinds[f] == Kind.LOG ? "logarithm" : "counter");
      }
    }
    return named;
  }
}
