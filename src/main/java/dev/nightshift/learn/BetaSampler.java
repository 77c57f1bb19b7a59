package dev.nightshift.learn;

import java.util.SplittableRandom;

/**
 * Draws from Beta distributions, as a quotient of Gamma draws after Marsaglia and Tsang, "A simple
 * method for generating gamma variables" (2000). {@link StrictMath} and a fixed generator give the
 * same draws on every machine.
 */
final class BetaSampler {

  private final SplittableRandom random;

  BetaSampler(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A draw from Beta(alpha, beta), both positive. */
  double next(double alpha, double beta) {
    double x = gamma(alpha);
    double y = gamma(beta);
    return x + y > 0 ? x / (x + y) : alpha / (alpha + beta);
  }

  private double gamma(double shape) {
    if (shape < 1) {
      // Gamma(a) = Gamma(a + 1) * U^(1/a), section 6 of the paper.
      return gamma(shape + 1) * StrictMath.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = gaussian();
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      v = v * v * v;
      double u = 1 - random.nextDouble();
      if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }

  /** Box and Muller's transform. */
  private double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
