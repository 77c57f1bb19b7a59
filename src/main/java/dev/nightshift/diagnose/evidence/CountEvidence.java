package dev.nightshift.diagnose.evidence;

/**
 * How surely a share has fallen, in nats (natural log of a likelihood ratio).
 *
 * <p>Usual: {@code usualHits} of {@code usualTrials} went the usual way; now {@code hits} of {@code
 * trials} do. "As ever" predicts the new count by a beta-binomial distribution around the usual
 * share, whose spread says how far a share wanders when nothing is wrong; "otherwise" is the best
 * binomial share, charged half a log of the trials for having been chosen afterwards (Schwarz's
 * criterion, Annals of Statistics 1978). One deviation in two trials says little so, nine in ten a
 * lot, and a way that was never certain says less than one that was.
 */
final class CountEvidence {

  private CountEvidence() {}

  /**
   * @param trust usual trials that count at most: the fewer, the further a share may wander
   * @return 0 if the share has not fallen
   */
  static double fallen(
      double hits, double trials, double usualHits, double usualTrials, int trust) {
    if (trials <= 0 || usualTrials <= 0 || hits / trials >= usualHits / usualTrials) {
      return 0;
    }
    double share = hits / trials;
    double otherwise =
        hits * log(share) + (trials - hits) * log(1 - share) - 0.5 * Math.log(trials + 1);
    double strength = Math.min(usualTrials, trust);
    double a = strength * usualHits / usualTrials + 0.5;
    double b = strength * (1 - usualHits / usualTrials) + 0.5;
    double asEver = logBeta(a + hits, b + trials - hits) - logBeta(a, b);
    return Math.max(0, otherwise - asEver);
  }

  /** The logarithm where a factor 0 in front of it makes minus infinity harmless. */
  private static double log(double share) {
    return share <= 0 ? 0 : Math.log(share);
  }

  private static double logBeta(double a, double b) {
    return logGamma(a) + logGamma(b) - logGamma(a + b);
  }

  /** Stirling's series, shifted to where it is good to 1e-10. */
  static double logGamma(double x) {
    double shift = 0;
    double z = x;
    while (z < 8) {
      shift += Math.log(z);
      z++;
    }
    double inverse = 1 / z;
    double square = inverse * inverse;
    double series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }
}
