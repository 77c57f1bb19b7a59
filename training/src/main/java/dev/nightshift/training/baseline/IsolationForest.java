package dev.nightshift.training.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How few random cuts isolate a step: Liu, Ting and Zhou, "Isolation Forest", ICDM 2008, with the
 * paper's 100 trees of 256 samples. (The implementations on Maven Central need Spark, or a licence
 * that is not ours.)
 */
final class IsolationForest implements Baseline {

  private static final int TREES = 100;
  private static final int SAMPLE = 256;
  private static final double EULER = 0.5772156649015329;

  private final long seed;

  IsolationForest(long seed) {
    this.seed = seed;
  }

  /** A leaf has no children. */
  private record Node(int feature, double cut, Node below, Node above, int size) {}

  @Override
  public float[] score(double[][] training, double[][] test) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = Math.min(SAMPLE, training.length);
    int depth = (int) Math.ceil(Math.log(Math.max(size, 2)) / Math.log(2));
    double[] lengths = new double[test.length];
    for (int tree = 0; tree < TREES; tree++) {
      Node root = grow(sample(training, size, random), depth, random);
      for (int i = 0; i < test.length; i++) {
        lengths[i] += pathLength(root, test[i]);
      }
    }
    double usual = usualLength(size) * TREES;
    float[] scores = new float[test.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.pow(2, -lengths[i] / Math.max(usual, Double.MIN_NORMAL));
    }
    return scores;
  }

  /** Without repetition: the first of a partial shuffle. */
  private static double[][] sample(double[][] rows, int size, SplittableRandom random) {
    double[][] shuffled = rows.clone();
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i, shuffled.length);
      double[] row = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = row;
    }
    return Arrays.copyOf(shuffled, size);
  }

  private static Node grow(double[][] rows, int depth, SplittableRandom random) {
    if (depth == 0 || rows.length <= 1) {
      return leaf(rows);
    }
    int features = rows[0].length;
    int start = random.nextInt(features);
    for (int tried = 0; tried < features; tried++) {
      int feature = (start + tried) % features;
      double low = Arrays.stream(rows).mapToDouble(row -> row[feature]).min().orElse(0);
      double high = Arrays.stream(rows).mapToDouble(row -> row[feature]).max().orElse(0);
      if (high > low) {
        double cut = random.nextDouble(low, high);
        double[][] below =
            Arrays.stream(rows).filter(row -> row[feature] <= cut).toArray(double[][]::new);
        double[][] above =
            Arrays.stream(rows).filter(row -> row[feature] > cut).toArray(double[][]::new);
        return new Node(
            feature,
            cut,
            grow(below, depth - 1, random),
            grow(above, depth - 1, random),
            rows.length);
      }
    }
    return leaf(rows);
  }

  private static Node leaf(double[][] rows) {
    return new Node(-1, 0, null, null, rows.length);
  }

  private static double pathLength(Node root, double[] step) {
    Node node = root;
    int length = 0;
    while (node.below() != null) {
      node = step[node.feature()] <= node.cut() ? node.below() : node.above();
      length++;
    }
    return length + usualLength(node.size());
  }

  /** Mean length of an unsuccessful search in a binary tree of so many: the paper's c(n). */
  private static double usualLength(int size) {
    if (size <= 1) {
      return 0;
    }
    if (size == 2) {
      return 1;
    }
    return 2 * (Math.log(size - 1) + EULER) - 2.0 * (size - 1) / size;
  }
}
