package dev.nightshift.training.baseline;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Reconstruction error of a step from the principal components that hold 90 % of the training
 * variance (Shyu et al., "A Novel Anomaly Detection Scheme Based on Principal Component
 * Classifier", 2003).
 */
final class PrincipalComponents implements Baseline {

  private static final double KEPT_VARIANCE = 0.9;

  @Override
  public float[] score(double[][] training, double[][] test) {
    double[][] components = components(training);
    float[] scores = new float[test.length];
    for (int i = 0; i < test.length; i++) {
      double[] rest = test[i].clone();
      for (double[] component : components) {
        double part = dot(test[i], component);
        for (int f = 0; f < rest.length; f++) {
          rest[f] -= part * component[f];
        }
      }
      scores[i] = (float) Math.log1p(dot(rest, rest));
    }
    return scores;
  }

  private static double[][] components(double[][] training) {
    DMatrixRMaj rows = new DMatrixRMaj(training);
    int features = rows.numCols;
    DMatrixRMaj covariance = new DMatrixRMaj(features, features);
    CommonOps_DDRM.multInner(rows, covariance);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(features, true, true);
    if (!eigen.decompose(covariance)) {
      throw new IllegalArgumentException("the covariance of the training rows has no eigenvalues");
    }
    double[] values =
        IntStream.range(0, features).mapToDouble(i -> eigen.getEigenvalue(i).getReal()).toArray();
    double total = Arrays.stream(values).sum();
    int[] descending =
        IntStream.range(0, features)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    int kept = 0;
    while (kept < features && sum < KEPT_VARIANCE * total) {
      sum += values[descending[kept++]];
    }
    return Arrays.stream(descending, 0, kept)
        .mapToObj(i -> eigen.getEigenVector(i).data.clone())
        .toArray(double[][]::new);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      sum += a[f] * b[f];
    }
    return sum;
  }
}
