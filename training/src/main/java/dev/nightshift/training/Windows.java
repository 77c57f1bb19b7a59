package dev.nightshift.training;

import dev.nightshift.training.Series.StepKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows cut from histories, as a model sees them.
 *
 * @param steps W
 * @param features F
 * @param values each [W * F], row-major, oldest step first; NaN for missing
 * @param kinds kind of each window: that of its newest step
 * @param ends end of its newest step
 */
record Windows(
    int steps, int features, List<float[]> values, List<StepKind> kinds, List<Long> ends) {

  int size() {
    return values.size();
  }

  /** Which windows to cut. */
  enum Part {
    /** Normal, before the cut. */
    TRAINING,
    /** Normal, after the cut. */
    HELD_OUT,
    /** Those that end in a false alarm, wherever. */
    FALSE_ALARMS,
    /** Those that end inside a confirmed anomaly, wherever. */
    ANOMALIES
  }

  /**
   * Cuts windows of consecutive steps.
   *
   * @param names the model's features in its order; one that a history lacks is missing there
   * @param cuts for each history the time that parts training from held-out data
   */
  static Windows cut(
      List<Series> histories,
      List<String> names,
      int steps,
      Part part,
      IdentityHashMap<Series, Long> cuts) {
    Windows windows =
        new Windows(steps, names.size(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Series series : histories) {
      int[] columns = names.stream().mapToInt(series.features()::indexOf).toArray();
      for (int last = steps - 1; last < series.steps(); last++) {
        if (belongs(series, last, steps, part, cuts.getOrDefault(series, Long.MAX_VALUE))) {
          windows.values.add(window(series, last, steps, columns));
          windows.kinds.add(series.kinds()[last]);
          windows.ends.add(series.stepEnds()[last]);
        }
      }
    }
    return windows;
  }

  /** Fewer held-out windows of a history leave no tail to calibrate. */
  private static final int FEWEST_HELD_OUT = 55;

  /**
   * The time before which the first part of a history's normal windows lies. The rest is held out:
   * the wanted share, or more where a short history would hold out too few, but never over half.
   */
  static long cutTime(Series series, int steps, double heldOut) {
    long[] ends =
        IntStream.range(steps - 1, series.steps())
            .filter(last -> belongs(series, last, steps, Part.TRAINING, Long.MAX_VALUE))
            .mapToLong(last -> series.stepEnds()[last])
            .toArray();
    if (ends.length == 0) {
      return Long.MAX_VALUE;
    }
    // The first windows after the cut share steps with training and are left out.
    double least = (double) (FEWEST_HELD_OUT + steps) / ends.length;
    double share = Math.max(heldOut, Math.min(0.5, least));
    return ends[(int) ((ends.length - 1) * (1 - share))];
  }

  private static boolean belongs(Series series, int last, int steps, Part part, long cut) {
    int first = last - steps + 1;
    long span = series.stepEnds()[last] - series.stepEnds()[first];
    if (span != (steps - 1) * series.stepMillis()) {
      return false;
    }
    StepKind kind = series.kinds()[last];
    return switch (part) {
      case TRAINING -> series.stepEnds()[last] <= cut && normal(series, first, last);
      // No step is shared with training.
      case HELD_OUT -> series.stepEnds()[first] > cut && normal(series, first, last);
      case FALSE_ALARMS -> kind == StepKind.FALSE_ALARM && normal(series, first, last);
      case ANOMALIES -> kind == StepKind.ANOMALY;
    };
  }

  private static boolean normal(Series series, int first, int last) {
    return Arrays.stream(series.kinds(), first, last + 1).allMatch(StepKind::isNormal);
  }

  private static float[] window(Series series, int last, int steps, int[] columns) {
    float[] window = new float[steps * columns.length];
    int at = 0;
    for (int step = last - steps + 1; step <= last; step++) {
      for (int column : columns) {
        window[at++] = column < 0 ? Float.NaN : series.values()[step][column];
      }
    }
    return window;
  }

  /** At most so many, evenly thinned. */
  Windows thinned(int most) {
    if (size() <= most) {
      return this;
    }
    int[] kept = IntStream.range(0, most).map(i -> (int) ((long) i * size() / most)).toArray();
    return new Windows(
        steps,
        features,
        Arrays.stream(kept).mapToObj(values::get).toList(),
        Arrays.stream(kept).mapToObj(kinds::get).toList(),
        Arrays.stream(kept).mapToObj(ends::get).toList());
  }
}
