package dev.nightshift.diagnose.evidence;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Distribution;
import dev.nightshift.telemetry.MetricKind;
import dev.nightshift.telemetry.MetricPoint;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing seen at one entity. Flat, because streams carry flat records.
 *
 * @param system that correlation runs in
 * @param entity entity key, with the instance where it is known
 * @param peer entity key at service level: the caller with {@link Kind#GAP}, the callee with {@link
 *     Kind#EDGE}; empty otherwise
 * @param name the metric with its attributes, the operation, or the kind of a change
 * @param from what happened before, with {@link Kind#STEP}; the id of a change or an anomaly
 * @param next what happened then, with {@link Kind#STEP}; the summary of a change
 * @param error whether {@code next} is a log record of severity error, with {@link Kind#STEP};
 *     whether the callee is known only from its callers' view, with {@link Kind#EDGE}; whether the
 *     onset was told from the evidence, with {@link Kind#SYMPTOM}
 * @param value of the metric, or milliseconds; with {@link Kind#SYMPTOM} and {@link Kind#ANOMALY}
 *     the onset in milliseconds since the epoch, NaN if nobody knows
 * @param count with {@link Kind#DISTRIBUTION}; 0 otherwise
 * @param timeMillis event time
 * @param knownMillis event time from which on it may count: a trace tells when it is over
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
    double count,
    long timeMillis,
    long knownMillis) {

  /** What was seen. */
  public enum Kind {
    /** A metric's value. */
    METRIC,
    /** A metric that counts from the start of its process on: its growth is what counts. */
    COUNTER,
    /** The sum and the count of a distribution since the start: what was added has a mean. */
    DISTRIBUTION,
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
    /** A service sends telemetry. */
    PRESENT,
    /** A detector raised an alarm: its system is asked for causes once its company is there. */
    ANOMALY,
    /** Something is wrong from some time on: asks for its causes. */
    SYMPTOM
  }

  /**
   * What a point says; null if nothing is kept of it.
   *
   * @see MetricFamily#tells
   */
  public static Observation of(MetricPoint point) {
    Distribution distribution = point.distribution();
    double value = distribution == null ? point.value() : distribution.sum();
    double count = distribution == null ? 0 : distribution.count();
    Kind kind =
        switch (point.kind()) {
          case GAUGE, DELTA_SUM, DELTA_HISTOGRAM -> Kind.METRIC;
          case CUMULATIVE_SUM -> Kind.COUNTER;
          case CUMULATIVE_HISTOGRAM -> Kind.DISTRIBUTION;
        };
    if (point.kind() == MetricKind.DELTA_HISTOGRAM) {
      value /= count;
    }
    return Double.isNaN(value)
        ? null
        : new Observation(
            point.entity().system(),
            kind,
            point.entity().key(),
            "",
            series(point),
            "",
            "",
            false,
            value,
            count,
            point.timeMillis(),
            point.timeMillis());
  }

  /** The name alone, or {@code name{key=value,...}}: series of one name do not mix. */
  private static String series(MetricPoint point) {
    Map<String, String> attributes = point.attributes();
    return attributes.isEmpty()
        ? point.name()
        : point.name()
            + (attributes.size() == 1 ? attributes : new TreeMap<>(attributes))
                .toString()
                .replace(", ", ",");
  }

  public static Observation metric(
      String system, String entity, String name, double value, long timeMillis) {
    return new Observation(
        system, Kind.METRIC, entity, "", name, "", "", false, value, 0, timeMillis, timeMillis);
  }

  static Observation gap(
      String system,
      String caller,
      String callee,
      String operation,
      double ms,
      long timeMillis,
      long knownMillis) {
    return new Observation(
        system, Kind.GAP, callee, caller, operation, "", "", false, ms, 0, timeMillis, knownMillis);
  }

  static Observation self(
      String system,
      String entity,
      String operation,
      double ms,
      long timeMillis,
      long knownMillis) {
    return new Observation(
        system, Kind.SELF, entity, "", operation, "", "", false, ms, 0, timeMillis, knownMillis);
  }

  static Observation step(
      String system,
      String entity,
      String operation,
      String from,
      String next,
      boolean error,
      long timeMillis,
      long knownMillis) {
    return new Observation(
        system, Kind.STEP, entity, "", operation, from, next, error, 0, 0, timeMillis, knownMillis);
  }

  /**
   * A call relation that is known without calls.
   *
   * @param remote whether nothing of the callee is known but its callers' view
   */
  public static Observation edge(
      String system, String caller, String callee, boolean remote, long timeMillis) {
    return new Observation(
        system, Kind.EDGE, caller, callee, "", "", "", remote, 0, 0, timeMillis, timeMillis);
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
        0,
        change.timeMillis(),
        change.timeMillis());
  }

  /**
   * A question for causes.
   *
   * @param entity that suffers; empty if nobody said
   * @param metric that it suffers in; empty if nobody said
   * @param onsetMillis since when; NaN if nobody knows
   * @param timeMillis when it was noticed
   * @param askedMillis when to answer
   */
  public static Observation symptom(
      String system,
      String entity,
      String metric,
      double onsetMillis,
      long timeMillis,
      long askedMillis) {
    return new Observation(
        system,
        Kind.SYMPTOM,
        entity,
        "",
        metric,
        "",
        "",
        false,
        onsetMillis,
        0,
        timeMillis,
        askedMillis);
  }

  /** That a service sends telemetry. */
  public static Observation present(String system, String service, long timeMillis) {
    return new Observation(
        system, Kind.PRESENT, service, "", "", "", "", false, 0, 0, timeMillis, timeMillis);
  }

  /** An anomaly that has begun. */
  public static Observation of(Anomaly anomaly) {
    return new Observation(
        anomaly.getSystem(),
        Kind.ANOMALY,
        anomaly.getEntity(),
        "",
        "",
        anomaly.getId(),
        "",
        false,
        anomaly.getOnset(),
        0,
        anomaly.getUpdated(),
        anomaly.getUpdated());
  }

  /** The same question with an onset that was told from the evidence. */
  Observation withOnset(long onsetMillis) {
    return new Observation(
        system,
        kind,
        entity,
        peer,
        name,
        from,
        next,
        true,
        onsetMillis,
        count,
        timeMillis,
        knownMillis);
  }
}
