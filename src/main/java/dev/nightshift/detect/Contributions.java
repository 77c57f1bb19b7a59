package dev.nightshift.detect;

import dev.nightshift.contract.Contribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which features make an anomaly: of each the largest error of all its steps, with the value at
 * that step. One step does not tell all: a process that dies and comes back shows its restarts in
 * one step, its errors in the next.
 */
final class Contributions {

  private static final int MOST = 8;

  /** A feature with at least this part of all errors is news to those who diagnose. */
  private static final double NOTEWORTHY = 0.1;

  private Contributions() {}

  /**
   * Takes a step above the threshold.
   *
   * @param step what made it strange
   * @param afresh whether it is the first of its run
   * @return whether a feature is noteworthy now that was not part of it before
   */
  static boolean add(DetectorState state, Deviating step, boolean afresh) {
    if (afresh) {
      clear(state);
    }
    boolean news = false;
    for (int i = 0; i < step.features().length; i++) {
      int place = find(state, step.features()[i]);
      boolean known = place >= 0;
      if (!known) {
        place = room(state, step.errors()[i]);
      }
      if (place < 0 || (known && step.errors()[i] <= state.peakErrors[place])) {
        continue;
      }
      state.peakFeatures[place] = step.features()[i];
      state.peakErrors[place] = step.errors()[i];
      state.peakValues[place] = step.values()[i];
      state.peakUsual[place] = step.usual()[i];
      news |= !known && step.errors()[i] >= NOTEWORTHY * total(state);
    }
    return news;
  }

  static void clear(DetectorState state) {
    state.peakFeatures = new String[0];
    state.peakErrors = new float[0];
    state.peakValues = new float[0];
    state.peakUsual = new float[0];
  }

  /** Largest first. */
  static List<Contribution> of(DetectorState state) {
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < state.peakFeatures.length; i++) {
      contributions.add(
          new Contribution(
              state.peakFeatures[i], state.peakErrors[i], state.peakValues[i], state.peakUsual[i]));
    }
    contributions.sort((a, b) -> Float.compare(b.getError(), a.getError()));
    return contributions;
  }

  private static int find(DetectorState state, String feature) {
    for (int i = 0; i < state.peakFeatures.length; i++) {
      if (state.peakFeatures[i].equals(feature)) {
        return i;
      }
    }
    return -1;
  }

  /** A new place, or that of the smallest error if it is smaller; -1 if there is none. */
  private static int room(DetectorState state, float error) {
    int count = state.peakFeatures.length;
    if (count < MOST) {
      state.peakFeatures = Arrays.copyOf(state.peakFeatures, count + 1);
      state.peakErrors = Arrays.copyOf(state.peakErrors, count + 1);
      state.peakValues = Arrays.copyOf(state.peakValues, count + 1);
      state.peakUsual = Arrays.copyOf(state.peakUsual, count + 1);
      return count;
    }
    int smallest = 0;
    for (int i = 1; i < count; i++) {
      if (state.peakErrors[i] < state.peakErrors[smallest]) {
        smallest = i;
      }
    }
    return state.peakErrors[smallest] < error ? smallest : -1;
  }

  private static double total(DetectorState state) {
    double total = 0;
    for (float error : state.peakErrors) {
      total += Math.max(0, error);
    }
    return total;
  }
}
