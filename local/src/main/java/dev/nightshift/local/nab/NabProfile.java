package dev.nightshift.local.nab;

/**
 * What the benchmark pays and charges: one row of its {@code profiles.json}.
 *
 * @param name {@code standard}, {@code reward_low_FP_rate} or {@code reward_low_FN_rate}
 * @param truePositive for a window detected at its left edge, above 0
 * @param falsePositive for a detection far from any window
 * @param falseNegative for a missed window
 */
record NabProfile(String name, double truePositive, double falsePositive, double falseNegative) {

  static final String STANDARD = "standard";
}
