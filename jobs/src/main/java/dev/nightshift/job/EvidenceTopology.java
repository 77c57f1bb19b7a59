package dev.nightshift.job;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.Question;
import dev.nightshift.diagnose.evidence.ServiceFindings;
import dev.nightshift.job.operator.AnnounceFunction;
import dev.nightshift.job.operator.AskFunction;
import dev.nightshift.job.operator.CauseFunction;
import dev.nightshift.job.operator.CauseInput;
import dev.nightshift.job.operator.EvidenceFunction;
import dev.nightshift.job.operator.ObserveFunction;
import dev.nightshift.job.operator.OnsetFunction;
import dev.nightshift.job.operator.TraceDigestFunction;
import dev.nightshift.telemetry.Signal;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * From telemetry to the causes of a symptom: what is remembered of each service, and asked when
 * something is wrong.
 *
 * <pre>
 *   metrics -----------------------------+--> by service: evidence --> answers --+
 *   spans, logs --> by trace: digest ----+           ^                           v
 *                        |                        questions        by system: ranked causes
 *                        +-- who is there --+        |                  ^   ^  ^
 *   symptoms, anomalies --------------------+--> by system: ask --------+   |  |
 *   changes, calls, declared edges -----------------------------------------+--+
 * </pre>
 *
 * <p>Nothing of a metric or a trace goes to a key of a whole system, but for symptoms of which
 * nobody says since when.
 */
public final class EvidenceTopology {

  private static final TypeInformation<Observation> OBSERVATION =
      TypeInformation.of(Observation.class);
  private static final TypeInformation<CauseInput> INPUT = TypeInformation.of(CauseInput.class);

  private static final int MAX_SERIES = 2_000;

  private final Duration retention;
  private final DeclaredCalls declared;

  private EvidenceTopology(Duration retention, DeclaredCalls declared) {
    this.retention = retention;
    this.declared = declared;
  }

  private record Observed(DataStream<Observation> metrics, DataStream<Observation> traces) {}

  /**
   * For whoever knows that something is wrong and asks where it began.
   *
   * @param told edges that are known without calls, and the symptoms to explain
   * @param onsets whether there may be symptoms that do not say since when
   */
  public static DataStream<CauseRanking> explain(
      DataStream<Signal> signals, DataStream<Observation> told, boolean onsets) {
    EvidenceTopology topology = new EvidenceTopology(Duration.ofDays(7), DeclaredCalls.NONE);
    Observed observed = observe(signals, onsets);
    DataStream<Observation> symptoms =
        told.filter(seen -> seen.kind() == Observation.Kind.SYMPTOM)
            .name("symptoms")
            .uid(Uids.EVIDENCE_FILTER_SYMPTOMS);
    if (onsets) {
      symptoms =
          observed
              .metrics()
              .union(observed.traces(), symptoms)
              .keyBy(Observation::system)
              .process(new OnsetFunction())
              .uid(Uids.EVIDENCE_ONSETS)
              .name("tell onsets");
    }
    DataStream<Observation> edges =
        told.filter(seen -> seen.kind() == Observation.Kind.EDGE)
            .name("declared edges")
            .uid(Uids.EVIDENCE_FILTER_EDGES);
    return topology.rank(
        observed,
        symptoms,
        0,
        edges
            .union(changes(signals))
            .map(CauseInput::of, INPUT)
            .name("what is known of systems")
            .uid(Uids.EVIDENCE_MAP_TOLD));
  }

  /**
   * Beside a diagnosing job: asks whenever anomalies have gathered.
   *
   * @param settleMillis how long they do
   * @param retention services that say nothing for so long are forgotten
   */
  static DataStream<CauseRanking> accompany(
      DataStream<Signal> signals,
      DataStream<Anomaly> anomalies,
      DataStream<CallEdge> calls,
      long settleMillis,
      DeclaredCalls declared,
      Duration retention) {
    DataStream<Observation> opened =
        anomalies
            .filter(anomaly -> anomaly.getPhase() == AnomalyPhase.OPENED)
            .name("new anomalies")
            .uid(Uids.EVIDENCE_FILTER_ANOMALIES)
            .map(anomaly -> Observation.of(anomaly), OBSERVATION)
            .name("observe anomalies")
            .uid(Uids.EVIDENCE_MAP_ANOMALIES);
    return new EvidenceTopology(retention, declared)
        .rank(
            observe(signals, false),
            opened,
            settleMillis,
            changes(signals)
                .map(CauseInput::of, INPUT)
                .name("what is known of systems")
                .uid(Uids.EVIDENCE_MAP_TOLD)
                .union(
                    calls
                        .map(CauseInput::of, INPUT)
                        .name("calls of systems")
                        .uid(Uids.EVIDENCE_MAP_CALLS)));
  }

  private static Observed observe(DataStream<Signal> signals, boolean all) {
    return new Observed(
        signals
            .flatMap(new ObserveFunction(all))
            .returns(OBSERVATION)
            .name("observe metrics")
            .uid(Uids.EVIDENCE_METRICS),
        signals
            .filter(signal -> !traceId(signal).isEmpty())
            .name("parts of traces")
            .uid(Uids.EVIDENCE_FILTER_TRACES)
            .keyBy(EvidenceTopology::traceId)
            .process(new TraceDigestFunction())
            .uid(Uids.EVIDENCE_TRACES)
            .name("digest traces"));
  }

  private static DataStream<Observation> changes(DataStream<Signal> signals) {
    return signals
        .filter(signal -> signal.change() != null)
        .name("changes to weigh")
        .uid(Uids.EVIDENCE_FILTER_CHANGES)
        .map(signal -> Observation.change(signal.change()), OBSERVATION)
        .name("observe changes")
        .uid(Uids.EVIDENCE_CHANGES);
  }

  private DataStream<CauseRanking> rank(
      Observed observed,
      DataStream<Observation> symptoms,
      long settleMillis,
      DataStream<CauseInput> known) {
    DataStream<Question> questions = ask(observed, symptoms, settleMillis);
    DataStream<ServiceFindings> answers =
        observed
            .metrics()
            .union(observed.traces())
            .keyBy(seen -> Services.of(seen.entity()))
            .connect(
                questions
                    .filter(question -> !question.isToSystem())
                    .name("questions to services")
                    .uid(Uids.EVIDENCE_FILTER_QUESTIONS)
                    .keyBy(Question::service))
            .process(new EvidenceFunction(MAX_SERIES, retention))
            .uid(Uids.EVIDENCE)
            .name("remember and answer");
    return known
        .union(
            answers.map(CauseInput::of, INPUT).name("answers").uid(Uids.EVIDENCE_MAP_ANSWERS),
            questions
                .filter(Question::isToSystem)
                .name("questions to systems")
                .uid(Uids.EVIDENCE_FILTER_ROUNDS)
                .map(CauseInput::of, INPUT)
                .name("rounds of questions")
                .uid(Uids.EVIDENCE_MAP_ROUNDS))
        .keyBy(CauseInput::system)
        .process(new CauseFunction(declared))
        .uid(Uids.EVIDENCE_CAUSES)
        .name("rank causes");
  }

  private static DataStream<Question> ask(
      Observed observed, DataStream<Observation> symptoms, long settleMillis) {
    return observed
        .metrics()
        .flatMap(new AnnounceFunction())
        .name("who sends metrics")
        .uid(Uids.EVIDENCE_ANNOUNCE_METRICS)
        .union(
            observed
                .traces()
                .flatMap(new AnnounceFunction())
                .name("who sends traces")
                .uid(Uids.EVIDENCE_ANNOUNCE_TRACES),
            symptoms)
        .keyBy(Observation::system)
        .process(new AskFunction(settleMillis))
        .uid(Uids.EVIDENCE_ASK)
        .name("ask services");
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
