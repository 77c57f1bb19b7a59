package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Placement;
import java.util.List;

/**
 * Something that happened in a system and that correlation looks at: what CEP patterns run over and
 * what the diagnosing state machine consumes. Flat, because streams carry flat records.
 *
 * @param entity entity key (service level); the system with {@link Kind#CAUSES}
 * @param timeMillis event time
 * @param anomaly with {@link Kind#ANOMALY}
 * @param change with {@link Kind#CHANGE}
 * @param call with {@link Kind#CALL}
 * @param match with {@link Kind#MATCH}
 * @param causes with {@link Kind#CAUSES}
 * @param label with {@link Kind#LABEL}
 * @param placement with {@link Kind#PLACEMENT}
 * @param callers services that call the entity, as the graph stood then; filled for anomalies and
 *     changes
 * @param callees services that the entity calls, directly or through others
 * @param hosts that the entity runs on, as was known then; filled likewise, null in older state
 * @param deployments that it belongs to, likewise
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
    CauseRanking causes,
    FeedbackLabel label,
    Placement placement,
    List<String> callers,
    List<String> callees,
    List<String> hosts,
    List<String> deployments) {

  /** What happened. */
  public enum Kind {
    ANOMALY,
    CHANGE,
    CALL,
    MATCH,
    /** The services were asked, and this is what they found. */
    CAUSES,
    /** Somebody says whether an earlier diagnosis was right; has no event time. */
    LABEL,
    /** It is known where an instance of a service runs. */
    PLACEMENT
  }

  private record Content(
      Anomaly anomaly,
      ChangeEvent change,
      CallEdge call,
      PatternMatch match,
      CauseRanking causes,
      FeedbackLabel label,
      Placement placement) {}

  public static SystemEvent of(Anomaly anomaly) {
    return with(
        anomaly.getSystem(),
        Kind.ANOMALY,
        anomaly.getEntity(),
        anomaly.getUpdated(),
        new Content(anomaly, null, null, null, null, null, null));
  }

  public static SystemEvent of(ChangeEvent change) {
    return with(
        change.entity().system(),
        Kind.CHANGE,
        change.entity().withoutInstance().key(),
        change.timeMillis(),
        new Content(null, change, null, null, null, null, null));
  }

  public static SystemEvent of(CallEdge call) {
    return with(
        call.system(),
        Kind.CALL,
        call.callee(),
        call.timeMillis(),
        new Content(null, null, call, null, null, null, null));
  }

  public static SystemEvent of(PatternMatch match) {
    return with(
        match.system(),
        Kind.MATCH,
        match.entity(),
        match.timeMillis(),
        new Content(null, null, null, match, null, null, null));
  }

  public static SystemEvent of(CauseRanking causes) {
    return with(
        causes.system(),
        Kind.CAUSES,
        causes.system(),
        causes.timeMillis(),
        new Content(null, null, null, null, causes, null, null));
  }

  /**
   * What somebody says of an earlier diagnosis.
   *
   * @throws IllegalArgumentException if the label's entity is none
   */
  public static SystemEvent of(FeedbackLabel label) {
    return with(
        Entity.parse(label.getEntity()).system(),
        Kind.LABEL,
        label.getEntity(),
        label.getTo(),
        new Content(null, null, null, null, null, label, null));
  }

  private static SystemEvent with(
      String system, Kind kind, String entity, long timeMillis, Content content) {
    return new SystemEvent(
        system,
        kind,
        entity,
        timeMillis,
        content.anomaly,
        content.change,
        content.call,
        content.match,
        content.causes,
        content.label,
        content.placement,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static SystemEvent of(Placement placement) {
    return with(
        placement.entity().system(),
        Kind.PLACEMENT,
        placement.entity().key(),
        placement.timeMillis(),
        new Content(null, null, null, null, null, null, placement));
  }

  /** The same event with its place in the service graph. */
  public SystemEvent withNeighbours(List<String> callers, List<String> callees) {
    return new SystemEvent(
        system,
        kind,
        entity,
        timeMillis,
        anomaly,
        change,
        call,
        match,
        causes,
        label,
        placement,
        callers,
        callees,
        hosts,
        deployments);
  }

  /** The same event with where its entity runs. */
  public SystemEvent withPlace(List<String> hosts, List<String> deployments) {
    return new SystemEvent(
        system,
        kind,
        entity,
        timeMillis,
        anomaly,
        change,
        call,
        match,
        causes,
        label,
        placement,
        callers,
        callees,
        hosts,
        deployments);
  }
}
