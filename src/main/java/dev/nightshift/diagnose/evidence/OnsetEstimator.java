package dev.nightshift.diagnose.evidence;

import dev.nightshift.diagnose.Services;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Since when a system is not as it was, for a symptom that does not say it: the beginning of the
 * interval whose values differ most from all others.
 *
 * <p>Epidemic change-point scan (Levin and Kline, Statistics in Medicine 1985) over all series
 * together: for every interval of the newest {@value #MAX_STEPS} steps each series tells by the
 * likelihood ratio of two means, in nats, how much better it is described with the interval set
 * apart; what a series gains beyond the charge for having searched (Schwarz's criterion, Annals of
 * Statistics 1978) is added up. Values are clipped in robust scales, so that one outlier or one
 * wild series decides nothing.
 */
public final class OnsetEstimator {

  static final int MAX_STEPS = 180;

  /** Something to compare with must lie before an onset. */
  private static final int LEAST_BEFORE = 3;

  private static final int LEAST_LENGTH = 2;
  private static final int LEAST_STEPS = LEAST_BEFORE + LEAST_LENGTH;
  private static final double MOST_SCALES = 8;
  private static final long MINUTE = 60_000;

  /** The share of the most that is said about any interval. */
  private static final double AS_TELLING = 0.5;

  private final long begin;
  private final long step;
  private final int steps;
  private final double[] gain;

  private OnsetEstimator(long begin, long step, int steps) {
    this.begin = begin;
    this.step = step;
    this.steps = steps;
    this.gain = new double[steps * (steps + 1)];
  }

  /**
   * The symptom as it came if it says since when, else with an onset that is told from the series:
   * just before the question where nothing changed. Then nothing is to blame, and the newest values
   * are compared with all others.
   */
  public static Observation withOnset(EvidenceState state, Observation symptom) {
    return Double.isNaN(symptom.value())
        ? symptom.withOnset(of(state, symptom).orElse(symptom.timeMillis() - 1))
        : symptom;
  }

  /**
   * The first time that belongs to the change, in milliseconds since the epoch. The series of the
   * entity that suffers decide if they changed, else those of all.
   *
   * @return empty if nothing changed, or there is too little to tell
   */
  static OptionalLong of(EvidenceState state, Observation symptom) {
    List<Samples> suffering = new ArrayList<>();
    List<Samples> all = new ArrayList<>();
    String target = symptom.entity().isEmpty() ? "" : Services.of(symptom.entity());
    // Spans are seen now and then, metrics all the time.
    List<Map<String, Samples>> told =
        state.metrics.isEmpty() ? List.of(state.gaps, state.selfs) : List.of(state.metrics);
    for (Map<String, Samples> series : told) {
      new TreeMap<>(series)
          .forEach(
              (key, samples) -> {
                all.add(samples);
                if (Services.of(EvidenceRecorder.parts(key)[0]).equals(target)) {
                  suffering.add(samples);
                }
              });
    }
    OptionalLong own = of(suffering);
    return own.isPresent() ? own : of(all);
  }

  static OptionalLong of(List<Samples> series) {
    long newest = Long.MIN_VALUE;
    long oldest = Long.MAX_VALUE;
    List<Long> distances = new ArrayList<>();
    for (Samples samples : series) {
      for (int i = 0; i < samples.size; i++) {
        newest = Math.max(newest, samples.times[i]);
        oldest = Math.min(oldest, samples.times[i]);
      }
      if (samples.step() > 0) {
        distances.add(samples.step());
      }
    }
    if (distances.isEmpty()) {
      return OptionalLong.empty();
    }
    distances.sort(null);
    // Timings come at any time: they are looked at by the minute.
    long usual = distances.get(distances.size() / 2);
    long step = usual < 1_000 ? MINUTE : usual;
    int steps = (int) Math.min(MAX_STEPS, (newest - oldest) / step + 1);
    if (steps < LEAST_STEPS) {
      return OptionalLong.empty();
    }
    OnsetEstimator scan = new OnsetEstimator(newest - (steps - 1) * step, step, steps);
    series.forEach(scan::add);
    return scan.best();
  }

  /** Adds what one series says about every interval. */
  private void add(Samples samples) {
    double[] grid = onGrid(samples);
    double[] sums = new double[steps + 1];
    int[] counts = new int[steps + 1];
    double squares = 0;
    for (int i = 0; i < steps; i++) {
      boolean seen = !Double.isNaN(grid[i]);
      sums[i + 1] = sums[i] + (seen ? grid[i] : 0);
      counts[i + 1] = counts[i] + (seen ? 1 : 0);
      squares += seen ? grid[i] * grid[i] : 0;
    }
    int n = counts[steps];
    if (n < LEAST_STEPS) {
      return;
    }
    double mean = sums[steps] / n;
    double total = squares - n * mean * mean;
    if (total <= 0) {
      return;
    }
    // What is left after the split is never nothing: a grid of n values does not prove it.
    double least = total / (n * n);
    double charge = 1.5 * Math.log(n);
    for (int from = LEAST_BEFORE; from <= steps - LEAST_LENGTH; from++) {
      for (int to = from + LEAST_LENGTH; to <= steps; to++) {
        int inside = counts[to] - counts[from];
        int outside = n - inside;
        if (inside < LEAST_LENGTH || outside < LEAST_BEFORE) {
          continue;
        }
        double sum = sums[to] - sums[from];
        double apart = sum / inside - (sums[steps] - sum) / outside;
        double between = apart * apart * inside * outside / n;
        double said = 0.5 * n * Math.log(total / Math.max(least, total - between)) - charge;
        if (said > 0) {
          gain[from * (steps + 1) + to] += said;
        }
      }
    }
  }

  /** The mean of each step in robust scales around the median; NaN where nothing was seen. */
  private double[] onGrid(Samples samples) {
    double[] sums = new double[steps];
    int[] counts = new int[steps];
    for (int i = 0; i < samples.size; i++) {
      long at = Math.floorDiv(samples.times[i] - begin + step / 2, step);
      if (at >= 0 && at < steps && Float.isFinite(samples.values[i])) {
        sums[(int) at] += samples.values[i];
        counts[(int) at]++;
      }
    }
    double[] grid = new double[steps];
    double[] seen = new double[steps];
    int n = 0;
    for (int i = 0; i < steps; i++) {
      grid[i] = counts[i] == 0 ? Double.NaN : sums[i] / counts[i];
      if (counts[i] > 0) {
        seen[n++] = grid[i];
      }
    }
    double[] sorted = Arrays.copyOf(seen, n);
    Arrays.sort(sorted);
    for (int i = 0; i < steps && n > 0; i++) {
      if (!Double.isNaN(grid[i])) {
        double z = RobustShift.of(sorted, new double[] {grid[i]}).z();
        grid[i] = Math.max(-MOST_SCALES, Math.min(MOST_SCALES, z));
      }
    }
    return grid;
  }

  /** Whoever asks, asks about now: of changes that are as telling, the last one. */
  private OptionalLong best() {
    double most = 0;
    for (double said : gain) {
      most = Math.max(most, said);
    }
    int found = -1;
    for (int from = 0; from < steps; from++) {
      for (int to = from + 1; to <= steps; to++) {
        int at = from * (steps + 1) + to;
        // Of the two sides of a change the shorter is the change; what lasts to the end may be
        // long.
        boolean may = to == steps || to - from <= steps / 2;
        if (may && gain[at] > AS_TELLING * most && isLater(from, at, found)) {
          found = at;
        }
      }
    }
    return found < 0 ? OptionalLong.empty() : OptionalLong.of(begin + (found / (steps + 1)) * step);
  }

  /** Later than what was found, and not merely a part of it that says less. */
  private boolean isLater(int from, int at, int found) {
    boolean apart = found < 0 || from >= found % (steps + 1);
    return apart || gain[at] > gain[found];
  }
}
