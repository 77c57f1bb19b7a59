package dev.nightshift.detect;

import java.nio.FloatBuffer;

/**
 * Scores micro-batches of windows with one model. Not thread-safe: one per operator instance.
 *
 * <p>Shapes: windows [batch, W, F] row-major; scores [batch]; featureErrors [batch, F].
 */
public interface Scorer extends AutoCloseable {

  /** {@code name@version}. */
  String model();

  /** Largest batch that one call takes. */
  int maxBatch();

  /**
   * Scores {@code batch} windows.
   *
   * @param windows direct buffer, native order, positioned at 0, holding {@code batch * W * F}
   *     floats; NaN for missing
   * @param scores receives {@code batch} floats from position 0
   * @param featureErrors receives {@code batch * F} floats from position 0
   * @throws ScoringException if the model fails; nothing is to be read from the buffers then
   */
  void score(FloatBuffer windows, int batch, FloatBuffer scores, FloatBuffer featureErrors)
      throws ScoringException;

  @Override
  void close();
}
