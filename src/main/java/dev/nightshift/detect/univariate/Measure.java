package dev.nightshift.detect.univariate;

/**
 * One way in which a value can be unlike the ones before; the larger the stranger. Each has its own
 * weight in the sum of surprises.
 */
enum Measure {
  /** Distance from the mean of some thousand steps. */
  OUTLIER(1),
  /** A short excursion: mean of 5 steps against the mean of all. */
  EXCURSION(1),
  /** Mean absolute difference over 30 steps ... */
  UNREST(0.5),
  /** ... and its opposite: a signal that has gone flat. */
  STILLNESS(1),
  /** A low value. High ones are found by the others: telemetry is skewed upwards. */
  LOW(0.5),
  /** A low stretch. */
  LOW_STRETCH(0.5),
  /** A shift of level between adjacent stretches. */
  SHIFT(1),
  /** A value unlike the ones at the same time of the days before; on the first day the mean. */
  OFF_SEASON(0.5);

  private static final int SHORT = 5;
  private static final int LONG = 50;
  private static final int UNREST_STEPS = 30;
  private static final Measure[] ALL = values();

  private final double weight;

  Measure(double weight) {
    this.weight = weight;
  }

  static int count() {
    return ALL.length;
  }

  /** Weight of the measure at a position of {@link #take}. */
  static double weight(int position) {
    return ALL[position].weight;
  }

  /**
   * All measures of one value.
   *
   * @param past with the value as its most recent, but means from before it
   * @param usual value at this time of the day; NaN if unknown
   */
  static double[] take(UnivariateState past, float value, float usual) {
    double[] taken = new double[ALL.length];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = ALL[i].of(past, value, usual);
    }
    return taken;
  }

  private double of(UnivariateState past, double value, float usual) {
    return switch (this) {
      case OUTLIER -> Math.abs(value - past.slow);
      case EXCURSION -> Math.abs(Recent.mean(past, 0, SHORT) - past.overall);
      case UNREST -> Recent.unrest(past, UNREST_STEPS);
      case STILLNESS -> -Recent.unrest(past, UNREST_STEPS);
      case LOW -> -value;
      case LOW_STRETCH -> -Recent.mean(past, 0, LONG);
      case SHIFT -> past.steps < 2 * LONG ? 0 : shift(past);
      case OFF_SEASON -> Math.abs(value - (Float.isNaN(usual) ? past.slow : usual));
    };
  }

  private static double shift(UnivariateState past) {
    return Math.abs(Recent.mean(past, 0, LONG) - Recent.mean(past, LONG, LONG));
  }
}
