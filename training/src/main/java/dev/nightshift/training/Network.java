package dev.nightshift.training;

/**
 * Weights of a trained dense network: hyperbolic tangents between the layers, none after the last.
 *
 * @param layers first to last
 */
record Network(Layer[] layers) {

  /**
   * One layer.
   *
   * @param weights row-major [outputs][inputs]
   * @param bias [outputs]
   */
  record Layer(int inputs, int outputs, float[] weights, float[] bias) {}
}
