package dev.nightshift.local.cli.logs;

/**
 * How well abnormal sessions were told from normal ones.
 *
 * @param learned normal sessions that the model had learned from
 * @param judged sessions that it judged
 */
record SessionScore(
    int learned, int judged, int truePositives, int falsePositives, int falseNegatives) {

  double precision() {
    int said = truePositives + falsePositives;
    return said == 0 ? 0 : (double) truePositives / said;
  }

  double recall() {
    int there = truePositives + falseNegatives;
    return there == 0 ? 0 : (double) truePositives / there;
  }

  double f1() {
    int all = 2 * truePositives + falsePositives + falseNegatives;
    return all == 0 ? 0 : 2.0 * truePositives / all;
  }
}
