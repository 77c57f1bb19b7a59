package dev.nightshift.local.forecast.drives;

import java.util.List;

/** One drive's life in stretches of equal SMART values, oldest first. */
record Drive(String serial, List<Stretch> stretches) {

  /**
   * @param from power-on hours at which the values were first seen
   * @param to power-on hours up to which they held
   * @param fails whether the drive failed at {@code to}
   * @param smart raw counts in the order of {@link DriveFile#COUNTS}; NaN where the drive has none
   */
  record Stretch(double from, double to, boolean fails, float[] smart) {}

  boolean failed() {
    return stretches.get(stretches.size() - 1).fails();
  }

  /** Power-on hours at the end of what is known. */
  double end() {
    return stretches.get(stretches.size() - 1).to();
  }
}
