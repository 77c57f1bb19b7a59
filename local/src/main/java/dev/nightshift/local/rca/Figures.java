package dev.nightshift.local.rca;

import java.util.List;

/**
 * How often the right cause was among the first k.
 *
 * @param cases that have a label
 * @param ac1 share with the right one first, 0 to 1; NaN without cases
 * @param ac3 share with it among the first three
 * @param ac5 likewise five
 * @param avg5 mean of the shares for k = 1 to 5
 */
record Figures(int cases, double ac1, double ac3, double ac5, double avg5) {

  /** For 95 of 100. */
  private static final double NORMAL_QUANTILE = 1.96;

  static Figures of(List<Integer> places) {
    double sum = 0;
    for (int k = 1; k <= 5; k++) {
      sum += share(places, k);
    }
    return new Figures(
        places.size(), share(places, 1), share(places, 3), share(places, 5), sum / 5);
  }

  private static double share(List<Integer> places, int k) {
    return places.isEmpty()
        ? Double.NaN
        : places.stream().filter(place -> place < k).count() / (double) places.size();
  }

  /** Wilson's interval for a share (J. Am. Stat. Assoc. 1927), 95 %. */
  double[] interval(double share) {
    double z2 = NORMAL_QUANTILE * NORMAL_QUANTILE;
    double middle = (share + z2 / (2 * cases)) / (1 + z2 / cases);
    double half =
        NORMAL_QUANTILE
            * Math.sqrt(share * (1 - share) / cases + z2 / (4.0 * cases * cases))
            / (1 + z2 / cases);
    return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
  }
}
