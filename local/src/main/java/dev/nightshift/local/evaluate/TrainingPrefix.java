package dev.nightshift.local.evaluate;

import dev.nightshift.local.cli.UserException;

/**
 * How many first rows of a test file a model is trained on: the protocol of TSB-AD.
 *
 * @param fixed that many; 0 for TSB-AD's own choice
 */
record TrainingPrefix(int fixed) {

  private static final String AUTO = "auto";
  private static final int MARGIN = 100;
  private static final int FEWEST = 200;

  /** Where an anomaly comes early it is among the rows: a model has to bear that. */
  private static final int FEWEST_BY_ITSELF = 300;

  static TrainingPrefix parse(String text) {
    if (text.equals(AUTO)) {
      return new TrainingPrefix(0);
    }
    try {
      int rows = Integer.parseInt(text);
      if (rows >= FEWEST) {
        return new TrainingPrefix(rows);
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is too small.
    }
    throw new UserException(
        "--train-rows is '"
            + text
            + "'; expected a number of at least "
            + FEWEST
            + ", or auto for a quarter of the rows or what lies before the first anomaly.");
  }

  /**
   * TSB-AD takes a quarter of the rows, or those up to 100 before the first anomaly if that is
   * less; here at least 300.
   *
   * @param labels of the rows; null if unknown
   */
  int rows(String name, int available, boolean[] labels) {
    int rows = fixed > 0 ? fixed : available / 4;
    if (fixed == 0 && labels != null) {
      int first = 0;
      while (first < labels.length && !labels[first]) {
        first++;
      }
      rows = Math.max(FEWEST_BY_ITSELF, Math.min(rows, first - MARGIN));
    }
    if (rows < FEWEST || rows > available) {
      throw new UserException(
          "%s: %d of its %d rows to train on; expected at least %d. Say another --train-rows."
              .formatted(name, rows, available, FEWEST));
    }
    return rows;
  }
}
