package dev.nightshift.diagnose;

import java.util.List;

/**
 * A CEP pattern was found in the events of a system.
 *
 * @param pattern name of the pattern
 * @param entity key of the entity that the pattern blames
 * @param faultType what it concludes
 * @param weight how much the match should count for that conclusion, in the ranker's log-odds
 * @param timeMillis event time at which the match was certain
 * @param events ids of the anomalies and changes that took part, in order
 * @param text one sentence for people
 */
public record PatternMatch(
    String system,
    String pattern,
    String entity,
    String faultType,
    double weight,
    long timeMillis,
    List<String> events,
    String text) {}
