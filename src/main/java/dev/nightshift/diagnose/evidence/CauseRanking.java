package dev.nightshift.diagnose.evidence;

import java.util.List;

/**
 * The answer to one symptom.
 *
 * @param system that it was seen in
 * @param onset of the symptom, milliseconds since the epoch
 * @param causes one for each service, the likeliest first
 */
public record CauseRanking(String system, long onset, List<Cause> causes) {}
