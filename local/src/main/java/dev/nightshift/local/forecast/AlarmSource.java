package dev.nightshift.local.forecast;

/**
 * Something that says, step by step, whether a limit will be hit soon. Made anew for each series.
 */
interface AlarmSource {

  /**
   * @param stepEnd exclusive, milliseconds since the epoch; in order
   * @param value NaN if it is missing
   * @return whether the alarm is on
   */
  boolean accept(long stepEnd, float value, float limit);
}
