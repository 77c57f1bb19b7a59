package dev.nightshift.diagnose.evidence;

import dev.nightshift.telemetry.ChangeEvent;

/**
 * One thing seen at one entity. Flat, because streams carry flat records.
 *
 * @param system that correlation runs in
 * @param entity entity key, with the instance where it is known
 * @param peer entity key at service level: the caller with {@link Kind#GAP}, the callee with {@link
 *     Kind#EDGE}; empty otherwise
 * @param name the metric, the operation, or the kind of a change
 * @param from what happened before, with {@link Kind#STEP}; the id of a change
 * @param next what happened then, with {@link Kind#STEP}; the summary of a change
 * @param error whether {@code next} is a log record of severity error, with {@link Kind#STEP};
 *     whether the callee is known only from its callers' view, with {@link Kind#EDGE}
 * @param value of the metric, or milliseconds; with {@link Kind#SYMPTOM} the onset in milliseconds
 *     since the epoch, NaN if nobody knows
 * @param timeMillis event time
 */
public record Observation(
    String system,
    Kind kind,
    String entity,
    String peer,
    String name,
    String from,
    String next,
    boolean error,
    double value,
    long timeMillis) {

  /** What was seen. */
  public enum Kind {
    /** A metric's value. */
    METRIC,
    /** Time of a call that neither end accounts for: network, queues, connection set-up. */
    GAP,
    /** Time of a span outside its children. */
    SELF,
    /** One log record of a span following another, its start or its end. */
    STEP,
    /** A declared call relation. */
    EDGE,
    /** Something was changed on purpose, or another system raised an alarm. */
    CHANGE,
    /** Something is wrong from some time on: asks for its causes. */
    SYMPTOM
  }

  public static Observation metric(
      String system, String entity, String name, double value, long timeMillis) {
    return new Observation(system, Kind.METRIC, entity, "", name, "", "", false, value, timeMillis);
  }

  static Observation gap(
      String system, String caller, String callee, String operation, double ms, long timeMillis) {
    return new Observation(
        system, Kind.GAP, callee, caller, operation, "", "", false, ms, timeMillis);
  }

  static Observation self(
      String system, String entity, String operation, double ms, long timeMillis) {
    return new Observation(system, Kind.SELF, entity, "", operation, "", "", false, ms, timeMillis);
  }

  static Observation step(
      String system,
      String entity,
      String operation,
      String from,
      String next,
      boolean error,
      long timeMillis) {
    return new Observation(
        system, Kind.STEP, entity, "", operation, from, next, error, 0, timeMillis);
  }

  /**
   * A call relation that is known without calls.
   *
   * @param remote whether nothing of the callee is known but its callers' view
   */
  public static Observation edge(
      String system, String caller, String callee, boolean remote, long timeMillis) {
    return new Observation(system, Kind.EDGE, caller, callee, "", "", "", remote, 0, timeMillis);
  }

  public static Observation change(ChangeEvent change) {
    return new Observation(
        change.entity().system(),
        Kind.CHANGE,
        change.entity().key(),
        "",
        change.kind(),
        change.id(),
        change.summary(),
        false,
        0,
        change.timeMillis());
  }

  /**
   * A question for causes.
   *
   * @param entity that suffers; empty if nobody said
   * @param metric that it suffers in; empty if nobody said
   * @param onsetMillis since when; NaN if nobody knows
   * @param timeMillis when to answer
   */
  public static Observation symptom(
      String system, String entity, String metric, double onsetMillis, long timeMillis) {
    return new Observation(
        system, Kind.SYMPTOM, entity, "", metric, "", "", false, onsetMillis, timeMillis);
  }
}
