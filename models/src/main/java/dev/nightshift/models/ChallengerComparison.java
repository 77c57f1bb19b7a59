package dev.nightshift.models;

/**
 * How a challenger's scores on live windows compare with the champion's. Scores of two models have
 * no common unit, so each is measured by its own threshold: 1 means "at the threshold". A small
 * POJO of sums: comparisons of parallel operators add up by {@link #merge}.
 */
public final class ChallengerComparison {

  /** {@code name@version}. */
  public String champion = "";

  public String challenger = "";
  public long windows;
  public long championAlarms;
  public long challengerAlarms;

  /** Windows in which both were above their thresholds. */
  public long sharedAlarms;

  /** Sums of score over threshold. */
  public double championSum;

  public double challengerSum;

  public ChallengerComparison() {}

  public ChallengerComparison(String champion, String challenger) {
    this.champion = champion;
    this.challenger = challenger;
  }

  /** Adds one window that both models scored. Thresholds are above zero. */
  public void add(
      float championScore,
      float championThreshold,
      float challengerScore,
      float challengerThreshold) {
    boolean one = championScore > championThreshold;
    boolean other = challengerScore > challengerThreshold;
    windows++;
    championAlarms += one ? 1 : 0;
    challengerAlarms += other ? 1 : 0;
    sharedAlarms += one && other ? 1 : 0;
    championSum += (double) championScore / championThreshold;
    challengerSum += (double) challengerScore / challengerThreshold;
  }

  /**
   * Adds what another operator counted.
   *
   * @throws IllegalArgumentException if it compares other models
   */
  public void merge(ChallengerComparison other) {
    if (!champion.equals(other.champion) || !challenger.equals(other.challenger)) {
      throw new IllegalArgumentException(
          "comparisons of different models do not add up: " + this + ", " + other);
    }
    windows += other.windows;
    championAlarms += other.championAlarms;
    challengerAlarms += other.challengerAlarms;
    sharedAlarms += other.sharedAlarms;
    championSum += other.championSum;
    challengerSum += other.challengerSum;
  }

  /** Alarms of the challenger for each of the champion; half an alarm is added to both. */
  public double alarmRatio() {
    return (challengerAlarms + 0.5) / (championAlarms + 0.5);
  }

  /** Share of the champion's alarms that the challenger raises too; 1 without alarms. */
  public double sharedShare() {
    return championAlarms == 0 ? 1 : (double) sharedAlarms / championAlarms;
  }

  /** Difference of the mean scores, in thresholds. */
  public double scoreDrift() {
    return windows == 0 ? 0 : Math.abs(challengerSum - championSum) / windows;
  }

  @Override
  public String toString() {
    return challenger
        + " beside "
        + champion
        + ": "
        + windows
        + " windows, alarms "
        + challengerAlarms
        + " to "
        + championAlarms
        + ", shared "
        + sharedAlarms
        + ", mean score differs by "
        + Math.round(scoreDrift() * 1000) / 1000.0
        + " thresholds";
  }
}
