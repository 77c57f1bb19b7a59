package dev.nightshift.training.baseline;

import com.amazon.randomcutforest.RandomCutForest;

/**
 * Displacement that a step causes in a random cut forest that learns as it goes (Guha et al.,
 * "Robust Random Cut Forest Based Anomaly Detection on Streams", ICML 2016).
 */
final class RandomCutForestScore implements Baseline {

  private static final int TREES = 50;
  private static final int SAMPLE = 256;

  private final long seed;

  RandomCutForestScore(long seed) {
    this.seed = seed;
  }

  @Override
  public float[] score(double[][] training, double[][] test) {
    RandomCutForest forest =
        RandomCutForest.builder()
            .dimensions(test[0].length)
            .numberOfTrees(TREES)
            .sampleSize(SAMPLE)
            .randomSeed(seed)
            .parallelExecutionEnabled(false)
            .build();
    for (double[] row : training) {
      forest.update(floats(row));
    }
    float[] scores = new float[test.length];
    for (int i = 0; i < test.length; i++) {
      float[] point = floats(test[i]);
      scores[i] = (float) forest.getAnomalyScore(point);
      forest.update(point);
    }
    return scores;
  }

  private static float[] floats(double[] row) {
    float[] floats = new float[row.length];
    for (int f = 0; f < row.length; f++) {
      floats[f] = (float) row[f];
    }
    return floats;
  }
}
