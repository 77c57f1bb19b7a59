package dev.nightshift.training.baseline;

/** A detector to compare with. It sees standardised values: see {@link Standardisation}. */
interface Baseline {

  /**
   * Learns what is normal, then scores.
   *
   * @param training [step][F], taken for normal
   * @param test [step][F]
   * @return one score per step of {@code test}, not NaN, higher is stranger
   */
  float[] score(double[][] training, double[][] test);
}
