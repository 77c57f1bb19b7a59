package dev.nightshift.diagnose.evidence;

import java.util.Collection;

/**
 * From weights to confidences: 0.8 is right eight times in ten.
 *
 * <p>A cause's odds are {@code (1 + weight)^exponent - 1}, so that an entity without evidence has
 * none however many such there are; all causes of a symptom share one with the doubt that none of
 * them is it, whose odds are {@code e^doubt}. Evidence is told in nats but is not independent,
 * hence the logarithm (as Platt's scaling of log-odds) and not the weights themselves.
 *
 * @param exponent how much surer twice the evidence makes, at least 0
 * @param doubt log-odds of a cause that nobody thought of
 */
public record Calibration(double exponent, double doubt) {

  /**
   * Fitted to 85 recorded faults (Nezha TrainTicket and OnlineBoutique, PetShop) and 74 times at
   * which PetShop ran normally, by {@link #fit}.
   */
  public static final Calibration SHIPPED = new Calibration(4.67, 2.72);

  /** How much a time without a problem counts in a fit, where a confirmed case counts 1. */
  public static final double NORMAL_COUNT = 0.25;

  private static final double MOST_EXPONENT = 6;
  private static final double LEAST_EXPONENT = 0.2;
  private static final double MOST_DOUBT = 12;
  private static final double TINY = 1e-6;

  /**
   * A ranking of which somebody said whether it was right.
   *
   * @param weights of all causes, the largest first
   * @param right whether the first was the cause
   * @param count how much it counts, above 0
   */
  public record Confirmed(double[] weights, boolean right, double count) {}

  /**
   * The confidence of each cause, 0 to 1; together less than 1.
   *
   * @param weights not negative
   */
  public double[] confidences(double[] weights) {
    double[] confidences = new double[weights.length];
    double total = Math.exp(doubt);
    for (int i = 0; i < weights.length; i++) {
      confidences[i] = Math.pow(1 + weights[i], exponent) - 1;
      total += confidences[i];
    }
    for (int i = 0; i < weights.length; i++) {
      confidences[i] /= total;
    }
    return confidences;
  }

  /**
   * How much likelier than not one cause is if there is no other, as a logarithm of odds; minus
   * infinity without evidence.
   *
   * @param weight not negative
   */
  public double logOdds(double weight) {
    return Math.log(Math.pow(1 + weight, exponent) - 1) - doubt;
  }

  /** The calibration under which what was confirmed is likeliest. */
  public static Calibration fit(Collection<Confirmed> cases) {
    PatternSearch.Point best =
        PatternSearch.minimize(
            new PatternSearch.Point(2, 1),
            (exponent, doubt) -> {
              Calibration next = new Calibration(exponent, doubt);
              return next.isPossible() ? next.surprise(cases) : Double.MAX_VALUE;
            });
    return new Calibration(best.x(), best.y());
  }

  private boolean isPossible() {
    return exponent >= LEAST_EXPONENT && exponent <= MOST_EXPONENT && Math.abs(doubt) <= MOST_DOUBT;
  }

  /** Negative log-likelihood in nats. */
  private double surprise(Collection<Confirmed> cases) {
    double sum = 0;
    for (Confirmed confirmed : cases) {
      if (confirmed.weights().length > 0) {
        double first = Math.max(TINY, Math.min(1 - TINY, confidences(confirmed.weights())[0]));
        sum -= confirmed.count() * Math.log(confirmed.right() ? first : 1 - first);
      }
    }
    return sum;
  }
}
