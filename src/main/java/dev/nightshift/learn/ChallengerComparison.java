package dev.nightshift.learn;

/**
 * How a challenger's scores on live windows compare with the champion's. Scores of two models have
 * no common unit, so each is measured by its own threshold: 1 means "at the threshold". A small
 * POJO of counts: comparisons add up by {@link #merge} in any order to the very same figures.
 */
public final class ChallengerComparison {

  /** A score counts for at most this many thresholds, so that no single one decides. */
  private static final double MOST = 10;

  private static final double MICRO = 1e6;

  /** {@code name@version}. */
  public String champion = "";

  public String challenger = "";
  public long windows;
  public long championAlarms;
  public long challengerAlarms;

  /** Windows in which both were above their thresholds. */
  public long sharedAlarms;

  /** Sums of score over threshold, in millionths: whole numbers add up alike in any order. */
  public long championMicros;

  public long challengerMicros;

  /** Stretches that were confirmed as trouble, and who raised an alarm in them. */
  public long incidents;

  public long championFound;
  public long challengerFound;

  /** Stretches that were labelled a false alarm, and who raised one in them. */
  public long falseAlarms;

  public long championFalse;
  public long challengerFalse;

  public ChallengerComparison() {}

  public ChallengerComparison(String champion, String challenger) {
    this.champion = champion;
    this.challenger = challenger;
  }

  /**
   * Adds one window that both models scored.
   *
   * @param championRatio score over threshold; above 1 is an alarm
   * @param challengerRatio likewise
   */
  public void addWindow(double championRatio, double challengerRatio) {
    boolean one = championRatio > 1;
    boolean other = challengerRatio > 1;
    windows++;
    championAlarms += one ? 1 : 0;
    challengerAlarms += other ? 1 : 0;
    sharedAlarms += one && other ? 1 : 0;
    championMicros += micros(championRatio);
    challengerMicros += micros(challengerRatio);
  }

  /**
   * Adds a stretch that somebody labelled.
   *
   * @param trouble true for confirmed trouble, false for a false alarm
   * @param byChampion whether the champion raised an alarm in it
   * @param byChallenger likewise
   */
  public void addLabel(boolean trouble, boolean byChampion, boolean byChallenger) {
    if (trouble) {
      incidents++;
      championFound += byChampion ? 1 : 0;
      challengerFound += byChallenger ? 1 : 0;
    } else {
      falseAlarms++;
      championFalse += byChampion ? 1 : 0;
      challengerFalse += byChallenger ? 1 : 0;
    }
  }

  private static long micros(double ratio) {
    return Math.round(Math.max(-MOST, Math.min(MOST, ratio)) * MICRO);
  }

  /**
   * Adds what another task counted.
   *
   * @throws IllegalArgumentException if it compares other models
   */
  public void merge(ChallengerComparison other) {
    if (!pair().equals(other.pair())) {
      throw new IllegalArgumentException(
          "comparisons of different models do not add up: " + this + ", " + other);
    }
    windows += other.windows;
    championAlarms += other.championAlarms;
    challengerAlarms += other.challengerAlarms;
    sharedAlarms += other.sharedAlarms;
    championMicros += other.championMicros;
    challengerMicros += other.challengerMicros;
    incidents += other.incidents;
    championFound += other.championFound;
    challengerFound += other.challengerFound;
    falseAlarms += other.falseAlarms;
    championFalse += other.championFalse;
    challengerFalse += other.challengerFalse;
  }

  /** Who is compared: comparisons of one pair add up. */
  public String pair() {
    return champion + '>' + challenger;
  }

  /** Share of the champion's alarms that the challenger raises too; 1 without alarms. */
  public double sharedShare() {
    return championAlarms == 0 ? 1 : (double) sharedAlarms / championAlarms;
  }

  /** Difference of the mean scores, in thresholds. */
  public double scoreDrift() {
    return windows == 0 ? 0 : Math.abs(challengerMicros - championMicros) / MICRO / windows;
  }

  @Override
  public String toString() {
    String labelled =
        incidents + falseAlarms == 0
            ? ""
            : ", found "
                + challengerFound
                + " to "
                + championFound
                + " of "
                + incidents
                + " confirmed incidents, repeated "
                + challengerFalse
                + " to "
                + championFalse
                + " of "
                + falseAlarms
                + " false alarms";
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
        + " thresholds"
        + labelled;
  }
}
