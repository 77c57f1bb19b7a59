package dev.nightshift.learn;

import dev.nightshift.contract.ModelReport;

/** Comparisons and failures in the form in which they are published. */
public final class ModelReports {

  private ModelReports() {}

  /**
   * A comparison of two versions.
   *
   * @param model name of both
   * @param at event time
   */
  public static ModelReport of(String model, ChallengerComparison comparison, long at) {
    return ModelReport.newBuilder()
        .setModel(model)
        .setChampion(version(comparison.champion))
        .setChallenger(version(comparison.challenger))
        .setWindows(comparison.windows)
        .setChampionAlarms(comparison.championAlarms)
        .setChallengerAlarms(comparison.challengerAlarms)
        .setSharedAlarms(comparison.sharedAlarms)
        .setChampionMicros(comparison.championMicros)
        .setChallengerMicros(comparison.challengerMicros)
        .setIncidents(comparison.incidents)
        .setChampionFound(comparison.championFound)
        .setChallengerFound(comparison.challengerFound)
        .setFalseAlarms(comparison.falseAlarms)
        .setChampionFalse(comparison.championFalse)
        .setChallengerFalse(comparison.challengerFalse)
        .setAt(at)
        .build();
  }

  /**
   * A version that failed while it was in use.
   *
   * @param hash of its file: the same version in other bytes did not fail
   * @param at wall-clock time
   */
  public static ModelReport failure(
      String model, String version, String hash, String reason, long at) {
    return ModelReport.newBuilder()
        .setModel(model)
        .setFailed(version)
        .setHash(hash)
        .setReason(reason)
        .setAt(at)
        .build();
  }

  /** The comparison that a report was made of; empty counts if it speaks of a failure. */
  public static ChallengerComparison comparison(ModelReport report) {
    ChallengerComparison comparison =
        new ChallengerComparison(
            report.getModel() + "@" + report.getChampion(),
            report.getModel() + "@" + report.getChallenger());
    comparison.windows = report.getWindows();
    comparison.championAlarms = report.getChampionAlarms();
    comparison.challengerAlarms = report.getChallengerAlarms();
    comparison.sharedAlarms = report.getSharedAlarms();
    comparison.championMicros = report.getChampionMicros();
    comparison.challengerMicros = report.getChallengerMicros();
    comparison.incidents = report.getIncidents();
    comparison.championFound = report.getChampionFound();
    comparison.challengerFound = report.getChallengerFound();
    comparison.falseAlarms = report.getFalseAlarms();
    comparison.championFalse = report.getChampionFalse();
    comparison.challengerFalse = report.getChallengerFalse();
    return comparison;
  }

  private static String version(String id) {
    return id.substring(id.lastIndexOf('@') + 1);
  }
}
