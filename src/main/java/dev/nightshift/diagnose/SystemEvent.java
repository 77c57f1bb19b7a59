package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.telemetry.ChangeEvent;
import java.util.List;

/**
 * Something that happened in a system and that correlation looks at: what CEP patterns run over and
 * what the diagnosing state machine consumes. Flat, because streams carry flat records.
 *
 * @param entity entity key (service level)
 * @param timeMillis event time
 * @param anomaly with {@link Kind#ANOMALY}
 * @param change with {@link Kind#CHANGE}
 * @param call with {@link Kind#CALL}
 * @param match with {@link Kind#MATCH}
 * @param callers services that call the entity, as the graph stood then; filled for anomalies and
 *     changes
 * @param callees services that the entity calls, directly or through others
 */
public record SystemEvent(
    String system,
    Kind kind,
    String entity,
    long timeMillis,
    Anomaly anomaly,
    ChangeEvent change,
    CallEdge call,
    PatternMatch match,
    List<String> callers,
    List<String> callees) {

  /** What happened. */
  public enum Kind {
    ANOMALY,
    CHANGE,
    CALL,
    MATCH
  }

  public static SystemEvent of(Anomaly anomaly) {
    return new SystemEvent(
        anomaly.getSystem(),
        Kind.ANOMALY,
        anomaly.getEntity(),
        anomaly.getUpdated(),
        anomaly,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  public static SystemEvent of(ChangeEvent change) {
    return new SystemEvent(
        change.entity().system(),
        Kind.CHANGE,
        change.entity().withoutInstance().key(),
        change.timeMillis(),
        null,
        change,
        null,
        null,
        List.of(),
        List.of());
  }

  public static SystemEvent of(CallEdge call) {
    return new SystemEvent(
        call.system(),
        Kind.CALL,
        call.callee(),
        call.timeMillis(),
        null,
        null,
        call,
        null,
        List.of(),
        List.of());
  }

  public static SystemEvent of(PatternMatch match) {
    return new SystemEvent(
        match.system(),
        Kind.MATCH,
        match.entity(),
        match.timeMillis(),
        null,
        null,
        null,
        match,
        List.of(),
        List.of());
  }

  /** The same event with its place in the service graph. */
  public SystemEvent withNeighbours(List<String> callers, List<String> callees) {
    return new SystemEvent(
        system, kind, entity, timeMillis, anomaly, change, call, match, callers, callees);
  }
}
