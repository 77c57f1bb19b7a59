package dev.nightshift.job;

import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.job.operator.EvidenceFunction;
import dev.nightshift.job.operator.TraceDigestFunction;
import dev.nightshift.telemetry.Signal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * From telemetry to the causes of a symptom, for whoever knows that something is wrong and asks
 * where it began.
 *
 * <pre>
 *   signals --> spans, logs --> by trace: digest --+
 *      |                                           v
 *      +------> metrics, changes ---> by system: evidence --> ranked causes
 *                                                  ^
 *   declared edges, symptoms ----------------------+
 * </pre>
 */
public final class EvidenceTopology {

  private static final int MAX_SERIES = 20_000;

  private EvidenceTopology() {}

  /**
   * Connects everything; nothing runs yet.
   *
   * @param told edges that are known without calls, and the symptoms to explain
   */
  public static DataStream<CauseRanking> build(
      DataStream<Signal> signals, DataStream<Observation> told) {
    TypeInformation<Observation> type = TypeInformation.of(Observation.class);
    DataStream<Observation> metrics =
        signals
            .filter(EvidenceTopology::isValue)
            .name("metric values")
            .uid(Uids.EVIDENCE_FILTER_METRICS)
            .map(EvidenceTopology::observed, type)
            .name("observe metrics")
            .uid(Uids.EVIDENCE_METRICS);
    DataStream<Observation> traces =
        signals
            .filter(signal -> !traceId(signal).isEmpty())
            .name("parts of traces")
            .uid(Uids.EVIDENCE_FILTER_TRACES)
            .keyBy(EvidenceTopology::traceId)
            .process(new TraceDigestFunction())
            .uid(Uids.EVIDENCE_TRACES)
            .name("digest traces");
    DataStream<Observation> changes =
        signals
            .filter(signal -> signal.change() != null)
            .name("changes")
            .uid(Uids.EVIDENCE_FILTER_CHANGES)
            .map(signal -> Observation.change(signal.change()), type)
            .name("observe changes")
            .uid(Uids.EVIDENCE_CHANGES);
    return metrics
        .union(traces, changes, told)
        .keyBy(Observation::system)
        .process(new EvidenceFunction(MAX_SERIES))
        .uid(Uids.EVIDENCE_CAUSES)
        .name("find causes");
  }

  private static boolean isValue(Signal signal) {
    return signal.metric() != null && signal.metric().distribution() == null;
  }

  private static Observation observed(Signal signal) {
    return Observation.metric(
        signal.metric().entity().system(),
        signal.metric().entity().key(),
        signal.metric().name(),
        signal.metric().value(),
        signal.timeMillis());
  }

  /** Systems do not share traces, even if one was recorded for several of them. */
  private static String traceId(Signal signal) {
    String id =
        signal.span() != null
            ? signal.span().traceId()
            : signal.log() != null ? signal.log().traceId() : "";
    return id.isEmpty() ? "" : signal.entity().system() + '/' + id;
  }
}
