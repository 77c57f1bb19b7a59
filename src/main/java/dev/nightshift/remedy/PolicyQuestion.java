package dev.nightshift.remedy;

import java.util.List;

/**
 * What the incident life cycle asks the policy engine: here is a diagnosis, what may be done?
 *
 * @param incident id
 * @param kind {@code observed}, or {@code predicted} if it was opened before anything was wrong
 * @param entities keys of the entities with symptoms
 * @param anomalies number of anomalies that still last
 * @param patterns names of the patterns that matched
 * @param tried actions that were tried on this incident already
 * @param ageMillis event time since the onset
 * @param target key of the entity that the best candidate blames
 * @param confidence of that candidate, 0 to 1
 * @param personAt person who works at the target; empty if nobody does
 * @param eventTime of the question, milliseconds since the epoch
 */
public record PolicyQuestion(
    String incident,
    String kind,
    List<String> entities,
    int anomalies,
    List<String> patterns,
    int recurrences,
    List<String> tried,
    long ageMillis,
    String target,
    String faultType,
    double confidence,
    String personAt,
    long eventTime) {}
