package dev.nightshift.training;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Mean and covariance of lagged steps, and what follows from them in closed form: no seed, no
 * epochs, enough with a few hundred steps.
 *
 * <p>Rows and columns are the values of {@link LaggedSteps}, N = lags * F of them.
 */
final class LinearFit {

  /**
   * Added to each variance (ranges squared): noise below three hundredths of a range tells nothing,
   * and features that are copies of each other stay solvable.
   */
  static final double RIDGE = 1e-3;

  /** Share of the variance that the principal subspace holds. */
  private static final double VARIANCE = 0.9;

  private final int size;
  private final double[] mean;
  private final DMatrixRMaj covariance;

  private LinearFit(int size, double[] mean, DMatrixRMaj covariance) {
    this.size = size;
    this.mean = mean;
    this.covariance = covariance;
  }

  /**
   * @param rows scaled windows, each [steps * F]; their newest group counts
   * @param size N
   */
  static LinearFit of(float[][] rows, int size) {
    double[] mean = new double[size];
    for (float[] row : rows) {
      int from = row.length - size;
      for (int i = 0; i < size; i++) {
        mean[i] += row[from + i] / (double) rows.length;
      }
    }
    double[] sums = new double[size * size];
    double[] centered = new double[size];
    for (float[] row : rows) {
      int from = row.length - size;
      for (int i = 0; i < size; i++) {
        centered[i] = row[from + i] - mean[i];
      }
      for (int i = 0; i < size; i++) {
        double one = centered[i];
        if (one != 0) {
          for (int j = i, at = i * size + i; j < size; j++, at++) {
            sums[at] += one * centered[j];
          }
        }
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double value = sums[i * size + j] / rows.length;
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
    }
    return new LinearFit(size, mean, covariance);
  }

  float[] mean() {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) mean[i];
    }
    return values;
  }

  /**
   * What is left of each newest feature when all other values of the group have told about it: the
   * conditional mean of a normal distribution, by the precision matrix (Lauritzen, "Graphical
   * Models", 1996, section 5.1.3).
   *
   * @return [N][features], row-major, to multiply a centred group with
   */
  float[] conditionalResidual(int features) {
    DMatrixRMaj precision = covariance.copy();
    for (int i = 0; i < size; i++) {
      precision.add(i, i, RIDGE);
    }
    if (!CommonOps_DDRM.invert(precision)) {
      throw new IllegalStateException("a covariance with a ridge has an inverse");
    }
    float[] matrix = new float[size * features];
    for (int f = 0; f < features; f++) {
      int column = size - features + f;
      for (int i = 0; i < size; i++) {
        matrix[i * features + f] =
            (float) (precision.get(i, column) / precision.get(column, column));
      }
    }
    return matrix;
  }

  /**
   * Orthonormal directions that hold 90 % of the variance (Shyu et al., "A Novel Anomaly Detection
   * Scheme Based on Principal Component Classifier", 2003: the major components).
   *
   * @return [N][k], row-major; at least one direction
   */
  float[] principalDirections() {
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(covariance.copy())) {
      throw new IllegalStateException("a symmetric matrix has eigenvectors");
    }
    Integer[] order = new Integer[size];
    double total = 0;
    for (int i = 0; i < size; i++) {
      order[i] = i;
      total += Math.max(0, eigen.getEigenvalue(i).getReal());
    }
    Arrays.sort(
        order,
        (a, b) ->
            Double.compare(eigen.getEigenvalue(b).getReal(), eigen.getEigenvalue(a).getReal()));
    int kept = 0;
    double held = 0;
    while (kept < 1 || (kept < size && held < VARIANCE * total)) {
      held += Math.max(0, eigen.getEigenvalue(order[kept]).getReal());
      kept++;
    }
    float[] basis = new float[size * kept];
    for (int k = 0; k < kept; k++) {
      DMatrixRMaj vector = eigen.getEigenVector(order[k]);
      for (int i = 0; i < size; i++) {
        basis[i * kept + k] = (float) vector.get(i, 0);
      }
    }
    return basis;
  }
}
