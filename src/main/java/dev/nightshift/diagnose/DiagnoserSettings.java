package dev.nightshift.diagnose;

/**
 * When a diagnosis is made and what belongs together. Times are event time.
 *
 * @param settleMillis wait from the first anomaly of a problem to its first diagnosis
 * @param revisionMillis wait from a new fact to the ranking that takes it in
 * @param joinMillis a problem without active anomalies takes new ones for this long, then it is
 *     forgotten
 * @param hops how far apart in the call graph cause and symptom may be
 * @param changeMillis how long changes and pattern matches are remembered
 * @param materialConfidence change of the best candidate's confidence that is worth a revision
 * @param maxProblems open at once; the oldest is forgotten beyond
 * @param maxRevisions of one problem
 */
public record DiagnoserSettings(
    long settleMillis,
    long revisionMillis,
    long joinMillis,
    int hops,
    long changeMillis,
    double materialConfidence,
    int maxProblems,
    int maxRevisions) {

  /** For steps of 10 s. */
  public static final DiagnoserSettings DEFAULT =
      new DiagnoserSettings(20_000, 10_000, 30_000, 4, 1_800_000, 0.1, 50, 30);

  public DiagnoserSettings {
    if (settleMillis < 0 || revisionMillis < 0 || joinMillis <= 0 || changeMillis <= 0) {
      throw new IllegalArgumentException("diagnosis: times cannot be negative");
    }
    if (hops < 1 || maxProblems < 1 || maxRevisions < 1) {
      throw new IllegalArgumentException("diagnosis: hops and bounds are at least 1");
    }
  }

  /** The same with another time for symptoms to gather before the first diagnosis. */
  public DiagnoserSettings withSettle(long millis) {
    return new DiagnoserSettings(
        millis,
        revisionMillis,
        joinMillis,
        hops,
        changeMillis,
        materialConfidence,
        maxProblems,
        maxRevisions);
  }
}
