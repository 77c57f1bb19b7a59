package dev.nightshift.feature;

/**
 * Bounds and times of feature assembly; times in milliseconds, all per entity.
 *
 * @param stepMillis of entities without a model
 * @param maxSeries kept at once; more are refused until old ones expire
 * @param seriesTtlMillis of event time after which an unseen series may be removed
 * @param maxOpenSteps of one length; how far signals may run ahead of the watermark
 * @param maxColumns features of one step length, all models together
 * @param historySteps kept of each feature, so that a new model can score at once
 * @param idleSteps silent steps after which an entity's windows stop
 * @param maxAheadMillis of the clock: more is refused as clock skew
 */
public record AssemblerLimits(
    long stepMillis,
    int maxSeries,
    long seriesTtlMillis,
    int maxOpenSteps,
    int maxColumns,
    int historySteps,
    int idleSteps,
    long maxAheadMillis) {

  /** Steps of 10 s; 2,000 series, an hour; 64 open steps; 512 columns of 64; 30 idle; 5 minutes. */
  public static final AssemblerLimits DEFAULT =
      new AssemblerLimits(10_000L, 2_000, 3_600_000L, 64, 512, 64, 30, 300_000L);

  public AssemblerLimits {
    if (stepMillis < 1
        || maxSeries < 1
        || seriesTtlMillis < 1
        || maxOpenSteps < 1
        || maxColumns < 1
        || historySteps < 1
        || idleSteps < 0
        || maxAheadMillis < 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** The same with another number of open steps: more for replays at full speed. */
  public AssemblerLimits withMaxOpenSteps(int steps) {
    return new AssemblerLimits(
        stepMillis,
        maxSeries,
        seriesTtlMillis,
        steps,
        maxColumns,
        historySteps,
        idleSteps,
        maxAheadMillis);
  }
}
