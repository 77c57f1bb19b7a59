package dev.nightshift.job;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.Notification;
import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.CallEdges;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.job.config.ControlSettings;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ScorerFactory;
import dev.nightshift.job.operator.CallEdgeFunction;
import dev.nightshift.job.operator.CallEdgeSum;
import dev.nightshift.job.operator.ControlRouter;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.DiagnoseFunction;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.job.operator.GraphFunction;
import dev.nightshift.job.operator.IncidentFunction;
import dev.nightshift.job.operator.IncidentInput;
import dev.nightshift.job.operator.IncidentOptions;
import dev.nightshift.job.operator.PolicyRouter;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.job.operator.ReceivedControl;
import dev.nightshift.job.operator.SplitBadFunction;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.patterns.PatternFunction;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternSet;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Signal;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * The decisions of the job, from streams to streams. Knows neither Kafka nor files: tests run this
 * very topology on bounded data.
 *
 * <pre>
 *   signals --> split bad --> detection (see DetectionTopology) ----------+--> anomalies
 *                  |            ^       |  |     ^                        |
 *                  |            |       |  +--> comparison of models --> model reports
 *                  |         models     v     labels                      |
 *                  |                 samples                              |
 *                  +--> calls --> sum --------------> service graph <-----+
 *                  +--> changes ------------------------^   |
 *                            pattern files --> patterns <-+-> diagnose <-- labels
 *                                                      +---------^  |
 *   signals, anomalies --> evidence (see EvidenceTopology) -----^   |
 *                  control --> router --> incidents <---------------+
 *                  results, policies -----^   |
 *                                             v incidents, requests, labels
 * </pre>
 */
public final class NightshiftTopology {

  private static final Duration CALL_SUM = Duration.ofSeconds(10);

  /** Everything that comes in. */
  public record Inputs(
      DataStream<Signal> signals,
      DataStream<ModelAnnouncement> announcements,
      DataStream<ReceivedControl> controls,
      DataStream<PolicyUpdate> policies,
      DataStream<ActionResult> results,
      DataStream<FeedbackLabel> labels,
      DataStream<PatternSet> patterns) {}

  /** Everything that goes out. */
  public record Results(
      DataStream<Anomaly> anomalies,
      DataStream<Diagnosis> diagnoses,
      DataStream<Incident> incidents,
      DataStream<ActionRequest> requests,
      DataStream<FeedbackLabel> labels,
      DataStream<FeatureSample> samples,
      DataStream<ModelStatus> modelStatus,
      DataStream<ModelReport> modelReports,
      DataStream<AutomationState> automation,
      DataStream<Notification> notifications,
      DataStream<DeadLetter> deadLetters) {}

  /**
   * What the job file says, in the form that operators take.
   *
   * @param models in force from the first signal on
   * @param maxForests per task
   * @param calls between services that are known without spans
   * @param evidence whether services are asked what they see when something is wrong
   * @param patterns in force until others are told
   */
  public record Settings(
      FeatureOptions features,
      DetectorOptions detector,
      List<ModelAnnouncement> models,
      ScorerFactory scorers,
      int batch,
      int maxForests,
      long settleMillis,
      DeclaredCalls calls,
      boolean evidence,
      PatternLibrary patterns,
      ControlSettings control,
      IncidentOptions incidents,
      long seed) {

    private DetectionTopology.Settings detection() {
      return new DetectionTopology.Settings(
          features, detector, models, scorers, batch, maxForests, seed);
    }
  }

  private record Healing(
      DataStream<Incident> incidents,
      DataStream<ActionRequest> requests,
      DataStream<FeedbackLabel> labels,
      DataStream<AutomationState> automation,
      DataStream<Notification> notifications,
      DataStream<DeadLetter> refused) {}

  private final Settings settings;

  private NightshiftTopology(Settings settings) {
    this.settings = settings;
  }

  /** Connects everything; nothing runs yet. */
  public static Results build(Inputs inputs, Settings settings) {
    return new NightshiftTopology(settings).build(inputs);
  }

  private Results build(Inputs inputs) {
    SingleOutputStreamOperator<Signal> signals = split(inputs.signals());
    DetectionTopology.Results detection =
        DetectionTopology.build(
            new DetectionTopology.Inputs(signals, inputs.announcements(), inputs.labels()),
            settings.detection());
    DataStream<CallEdge> calls = calls(signals);
    DataStream<Anomaly> anomalies = detection.anomalies();
    DataStream<SystemEvent> events = locate(anomalies, calls, signals);
    DataStream<SystemEvent> told = verdicts(inputs.labels());
    if (settings.evidence()) {
      told = told.union(evidence(signals, anomalies, calls));
    }
    DataStream<Diagnosis> diagnoses = diagnose(events, told, inputs.patterns());
    if (detection.predicted() != null) {
      // Past diagnosis: what has not happened yet is no symptom of anything.
      anomalies = anomalies.union(detection.predicted());
      diagnoses = diagnoses.union(detection.predictions());
    }
    Healing healing = heal(anomalies, diagnoses, inputs);
    return new Results(
        anomalies,
        diagnoses,
        healing.incidents(),
        healing.requests(),
        healing.labels(),
        detection.samples(),
        detection.modelStatus(),
        ComparisonTopology.build(detection.compared(), inputs.labels(), settings.detector())
            .union(detection.failures()),
        healing.automation(),
        healing.notifications(),
        signals.getSideOutput(Outputs.DEAD_LETTERS).union(detection.late(), healing.refused()));
  }

  private static SingleOutputStreamOperator<Signal> split(DataStream<Signal> signals) {
    return signals.process(new SplitBadFunction()).uid(Uids.SPLIT_BAD).name("split bad input");
  }

  private static DataStream<CallEdge> calls(DataStream<Signal> signals) {
    return signals
        .filter(signal -> signal.span() != null)
        .name("spans")
        .uid("filter-spans")
        .keyBy(signal -> signal.span().traceId())
        .process(new CallEdgeFunction())
        .uid(Uids.CALL_EDGES)
        .name("pair spans")
        .keyBy(CallEdges::key)
        .window(TumblingEventTimeWindows.of(CALL_SUM))
        .reduce(new CallEdgeSum(), new CallEdgeSum.AtWindowEnd())
        .uid(Uids.CALL_EDGES_SUM)
        .name("sum calls");
  }

  /** What happened, with its place in the service graph. */
  private DataStream<SystemEvent> locate(
      DataStream<Anomaly> anomalies, DataStream<CallEdge> calls, DataStream<Signal> signals) {
    TypeInformation<SystemEvent> type = TypeInformation.of(SystemEvent.class);
    DataStream<SystemEvent> changes =
        signals
            .filter(signal -> signal.change() != null)
            .name("changes")
            .uid("filter-changes")
            .map(signal -> SystemEvent.of(signal.change()), type)
            .name("change events")
            .uid("map-changes");
    DataStream<SystemEvent> placements =
        signals
            .filter(signal -> signal.placement() != null)
            .name("placements")
            .uid("filter-placements")
            .map(signal -> SystemEvent.of(signal.placement()), type)
            .name("placement events")
            .uid("map-placements");
    return anomalies
        .map(anomaly -> SystemEvent.of(anomaly), type)
        .name("anomaly events")
        .uid("map-anomalies")
        .union(
            calls.map(call -> SystemEvent.of(call), type).name("call events").uid("map-calls"),
            changes,
            placements)
        .keyBy(SystemEvent::system)
        .process(new GraphFunction(settings.calls()))
        .uid(Uids.GRAPH)
        .name("locate in service graph");
  }

  /** What people and verification say of earlier diagnoses. */
  private static DataStream<SystemEvent> verdicts(DataStream<FeedbackLabel> labels) {
    return labels
        .filter(label -> Entity.isKey(label.getEntity()))
        .name("labels of entities")
        .uid("filter-labels")
        .map(label -> SystemEvent.of(label), TypeInformation.of(SystemEvent.class))
        .name("verdicts")
        .uid("map-verdicts");
  }

  /** What services find when they are asked. */
  private DataStream<SystemEvent> evidence(
      DataStream<Signal> signals, DataStream<Anomaly> anomalies, DataStream<CallEdge> calls) {
    return EvidenceTopology.accompany(
            signals,
            anomalies,
            calls,
            settings.settleMillis(),
            settings.calls(),
            settings.features().retention())
        .map(causes -> SystemEvent.of(causes), TypeInformation.of(SystemEvent.class))
        .name("found causes")
        .uid(Uids.EVIDENCE_MAP_CAUSES);
  }

  /**
   * From what happened to what was wrong.
   *
   * @param told what patterns do not look at
   */
  private DataStream<Diagnosis> diagnose(
      DataStream<SystemEvent> events,
      DataStream<SystemEvent> told,
      DataStream<PatternSet> patterns) {
    DataStream<SystemEvent> matches =
        events
            .filter(event -> event.kind() != SystemEvent.Kind.CALL)
            .name("pattern events")
            .uid("filter-pattern-events")
            .keyBy(SystemEvent::system)
            .connect(patterns.broadcast(PatternFunction.IN_FORCE))
            .process(new PatternFunction(settings.patterns()))
            .uid(Uids.PATTERNS)
            .name("match patterns")
            .map(match -> SystemEvent.of(match), TypeInformation.of(SystemEvent.class))
            .name("match events")
            .uid("map-matches");
    return events
        .union(matches, told)
        .keyBy(SystemEvent::system)
        .process(new DiagnoseFunction(settings.settleMillis(), settings.calls()))
        .uid(Uids.DIAGNOSE)
        .name("diagnose");
  }

  private Healing heal(
      DataStream<Anomaly> anomalies, DataStream<Diagnosis> diagnoses, Inputs inputs) {
    TypeInformation<IncidentInput> type = TypeInformation.of(IncidentInput.class);
    KeyedStream<String, String> systems =
        anomalies.map(Anomaly::getSystem).uid("map-systems").keyBy(system -> "");
    SingleOutputStreamOperator<IncidentInput> orders =
        inputs
            .controls()
            .keyBy(control -> "")
            .connect(systems)
            .process(new ControlRouter(settings.control()))
            .uid(Uids.CONTROL_ROUTER)
            .name("verify and route control")
            .setParallelism(1);
    DataStream<IncidentInput> policies =
        inputs
            .policies()
            .keyBy(update -> "")
            .connect(systems)
            .process(new PolicyRouter())
            .uid(Uids.POLICY_ROUTER)
            .name("route policies")
            .setParallelism(1);
    SingleOutputStreamOperator<Incident> incidents =
        anomalies
            .map(anomaly -> IncidentInput.of(anomaly), type)
            .uid("map-incident-anomalies")
            .union(
                diagnoses.map(diagnosis -> IncidentInput.of(diagnosis), type).uid("map-diagnoses"),
                inputs.results().map(result -> IncidentInput.of(result), type).uid("map-results"),
                orders,
                policies)
            .keyBy(IncidentInput::system)
            .process(new IncidentFunction(settings.incidents()))
            .uid(Uids.INCIDENTS)
            .name("incident life cycle");
    return new Healing(
        incidents,
        incidents.getSideOutput(Outputs.REQUESTS),
        incidents.getSideOutput(Outputs.LABELS),
        incidents.getSideOutput(Outputs.AUTOMATION),
        incidents.getSideOutput(Outputs.NOTIFICATIONS),
        orders.getSideOutput(Outputs.DEAD_LETTERS));
  }
}
