package dev.nightshift.diagnose.evidence;

import java.util.List;

/**
 * The answer to one symptom. A POJO.
 *
 * @param system that it was seen in
 * @param onset of the symptom, milliseconds since the epoch
 * @param estimated whether the onset was told from the evidence, as nobody else said it
 * @param anomalies ids of those that were asked for; empty if somebody else asked
 * @param timeMillis when it was asked
 * @param causes one for each service, the likeliest first
 */
public record CauseRanking(
    String system,
    long onset,
    boolean estimated,
    List<String> anomalies,
    long timeMillis,
    List<Cause> causes) {

  /** Below it a cause is likelier not to be one. */
  public static final double LIKELY = 0.5;
}
