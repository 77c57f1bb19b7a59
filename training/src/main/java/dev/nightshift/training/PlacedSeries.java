package dev.nightshift.training;

import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.Ruler;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Histories on their entities' own rulers, as the job places an entity's values for a model that
 * serves many. The ruler of a history is what its normal steps before the cut spanned.
 *
 * @param cuts for each of the series the time that parts training from held-out data
 */
record PlacedSeries(List<Series> series, IdentityHashMap<Series, Long> cuts) {

  /** Those that a model of these features sees; as they are unless it asks for rulers. */
  static PlacedSeries of(
      List<Series> raw,
      IdentityHashMap<Series, Long> cuts,
      List<FeatureDefinition> features,
      boolean ownRulers) {
    if (!ownRulers) {
      return new PlacedSeries(raw, cuts);
    }
    List<Series> placed = new ArrayList<>();
    IdentityHashMap<Series, Long> placedCuts = new IdentityHashMap<>();
    for (Series history : raw) {
      long cut = cuts.getOrDefault(history, Long.MAX_VALUE);
      Series onRulers = place(history, cut, features);
      placed.add(onRulers);
      placedCuts.put(onRulers, cut);
    }
    return new PlacedSeries(placed, placedCuts);
  }

  private static Series place(Series history, long cut, List<FeatureDefinition> features) {
    float[][] values = new float[history.steps()][];
    for (int step = 0; step < values.length; step++) {
      values[step] = history.values()[step].clone();
    }
    for (FeatureDefinition feature : features) {
      int column = history.features().indexOf(feature.name());
      if (column >= 0) {
        place(history, cut, feature, column, values);
      }
    }
    return new Series(
        history.entity(),
        history.stepMillis(),
        history.features(),
        history.stepEnds(),
        values,
        history.kinds());
  }

  private static void place(
      Series history, long cut, FeatureDefinition feature, int column, float[][] into) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < into.length && history.stepEnds()[step] <= cut; step++) {
      float value = history.values()[step][column];
      if (history.kinds()[step].isNormal() && Float.isFinite(value)) {
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
    if (lowest > highest) {
      return; // never seen: nothing to place
    }
    double span = Ruler.span(feature, lowest, highest);
    for (float[] row : into) {
      row[column] = (float) ((row[column] - lowest) / span);
    }
  }
}
