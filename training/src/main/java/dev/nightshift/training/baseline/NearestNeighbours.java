package dev.nightshift.training.baseline;

import java.util.Arrays;

/**
 * Mean distance of a step to its five nearest training steps (Ramaswamy et al., "Efficient
 * Algorithms for Mining Outliers from Large Data Sets", SIGMOD 2000). Exact, over at most 5,000
 * training steps evenly thinned.
 */
final class NearestNeighbours implements Baseline {

  private static final int NEIGHBOURS = 5;
  private static final int MOST = 5_000;

  @Override
  public float[] score(double[][] training, double[][] test) {
    float[][] memory = thinned(training);
    float[] scores = new float[test.length];
    float[] step = new float[memory[0].length];
    float[] nearest = new float[Math.min(NEIGHBOURS, memory.length)];
    for (int i = 0; i < test.length; i++) {
      for (int f = 0; f < step.length; f++) {
        step[f] = (float) test[i][f];
      }
      Arrays.fill(nearest, Float.POSITIVE_INFINITY);
      for (float[] known : memory) {
        insert(nearest, squaredDistance(step, known, nearest[nearest.length - 1]));
      }
      double sum = 0;
      for (float squared : nearest) {
        sum += Math.sqrt(squared);
      }
      scores[i] = (float) Math.log1p(sum / nearest.length);
    }
    return scores;
  }

  private static float[][] thinned(double[][] training) {
    int count = Math.min(MOST, training.length);
    float[][] memory = new float[count][training[0].length];
    for (int i = 0; i < count; i++) {
      double[] row = training[(int) ((long) i * training.length / count)];
      for (int f = 0; f < row.length; f++) {
        memory[i][f] = (float) row[f];
      }
    }
    return memory;
  }

  /** Gives up once it exceeds the limit. */
  private static float squaredDistance(float[] a, float[] b, float limit) {
    float sum = 0;
    for (int f = 0; f < a.length && sum < limit; f++) {
      float difference = a[f] - b[f];
      sum += difference * difference;
    }
    return sum;
  }

  /** Keeps the ascending list of the smallest values. */
  private static void insert(float[] smallest, float value) {
    int at = smallest.length - 1;
    if (value >= smallest[at]) {
      return;
    }
    while (at > 0 && smallest[at - 1] > value) {
      smallest[at] = smallest[at - 1];
      at--;
    }
    smallest[at] = value;
  }
}
