package dev.nightshift.job.state;

import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.detect.AnomalyDetector;
import dev.nightshift.detect.DetectorSettings;
import dev.nightshift.detect.DetectorState;
import dev.nightshift.detect.forecast.PredictionState;
import dev.nightshift.detect.forecast.Predictor;
import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.Diagnoser;
import dev.nightshift.diagnose.DiagnoserSettings;
import dev.nightshift.diagnose.DiagnoserState;
import dev.nightshift.diagnose.GraphState;
import dev.nightshift.diagnose.PlacementState;
import dev.nightshift.diagnose.Placements;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.feature.AssemblerLimits;
import dev.nightshift.feature.AssemblerState;
import dev.nightshift.feature.FeatureAssembler;
import dev.nightshift.feature.FeaturePlan;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.feature.template.TemplateMiner;
import dev.nightshift.incident.IncidentMachine;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.incident.Now;
import dev.nightshift.incident.SystemIncidents;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.job.operator.Examples;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.StoreSnapshot;
import dev.nightshift.models.StoredModel;
import dev.nightshift.remedy.PolicyFile;
import dev.nightshift.remedy.SeenControls;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.Placement;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One filled instance of each main state type, made by the code that makes it in the job. */
final class StateFixtures {

  static final long START = 1_700_000_000_000L;

  /** Features of an entity whose features are watched singly. */
  private static final int MANY = 16;

  private static final String POLICY =
      """
      version: fixture
      defaults: {mode: approve}
      escalation: {levels: [{notify: [oncall], after: 0s}]}
      actions: {restart: {risk: low, idempotent: true}}
      rules: [{name: leak, fault_types: [memory_leak], actions: [restart]}]
      """;

  private StateFixtures() {}

  /** By simple name of the type. */
  static Map<String, Object> all() {
    Map<String, Object> all = new TreeMap<>();
    for (Object state :
        List.of(
            detector(),
            assembler(),
            Examples.model("1", Role.CHAMPION),
            incidents(),
            prediction(),
            diagnoser(),
            graph(),
            miner(),
            catalog(),
            new PolicyUpdate("policy.yaml", "0123", POLICY),
            seen(),
            ScoreStates.univariate(),
            ScoreStates.compared(),
            ScoreStates.totals(),
            EvidenceStates.evidence(),
            EvidenceStates.system(),
            places(),
            EvidenceStates.inquiry())) {
      all.put(state.getClass().getSimpleName(), state);
    }
    return all;
  }

  /** Half an hour after a leak was foreseen. */
  private static PredictionState prediction() {
    Predictor predictor = new Predictor(Examples.MEMORY_FORECAST);
    PredictionState state = new PredictionState();
    for (int minute = 1; minute <= 300; minute++) {
      float value = minute < 120 ? 0.2f : 0.2f + 0.8f * (minute - 120) / 300;
      predictor.accept(state, Examples.ORDERS, START + minute * 60_000L, value, 1);
    }
    return state;
  }

  private static DetectorState detector() {
    AnomalyDetector detector = new AnomalyDetector(DetectorSettings.DEFAULT);
    DetectorState state = new DetectorState();
    // Before it had a model: a single series.
    for (int step = -3; step <= 0; step++) {
      detector.accept(state, Examples.scoreOfSeries(START + step * Examples.STEP, 5));
    }
    for (int step = 1; step <= 40; step++) {
      detector.accept(
          state,
          Examples.scoreOfMany(
              START + step * Examples.STEP, step < 35 ? 0.5f : 50, new float[MANY]));
    }
    return state;
  }

  private static AssemblerState assembler() {
    FeatureAssembler assembler = new FeatureAssembler(AssemblerLimits.DEFAULT);
    AssemblerState state = new AssemblerState();
    FeaturePlan plan = FeaturePlan.of(List.of(Examples.shared("1", Role.CHAMPION).features()));
    for (int step = 0; step < 20; step++) {
      long time = START + step * Examples.STEP;
      assembler.accept(state, plan, Examples.point("cpu", time, 0.1 * step).metric(), time);
      assembler.accept(state, plan, span(time), time);
      assembler.accept(
          state, plan, new LogEntry(Examples.ORDERS, time, 17, "it broke", "", ""), true, time);
    }
    assembler.advance(state, plan, START + 15 * Examples.STEP, window -> {});
    return state;
  }

  private static Span span(long time) {
    return new Span(
        Examples.ORDERS,
        "trace",
        "span",
        "",
        "GET /",
        SpanKind.SERVER,
        time * 1_000_000 - 5_000_000,
        time * 1_000_000,
        false,
        "");
  }

  private static SystemIncidents incidents() {
    IncidentMachine machine =
        new IncidentMachine(
            new IncidentSettings(60_000, 600_000, 0, 300_000, 100, true, 1),
            PolicyFile.parse("test", POLICY));
    SystemIncidents state = SystemIncidents.of("demo.shop");
    machine.anomaly(
        state, Examples.anomaly("orders", AnomalyPhase.OPENED, START), new Now(START, START + 1));
    machine.diagnosis(state, leak(), new Now(START + 30_000, START + 30_001));
    return state;
  }

  /** With the policy of this fixture a question to a person. */
  private static Diagnosis leak() {
    return Diagnosis.newBuilder()
        .setId("d")
        .setSystem("demo.shop")
        .setAt(START + 30_000)
        .setOnset(START)
        .setAnomalies(List.of("a-orders"))
        .setEntities(List.of("demo.shop/orders"))
        .setCandidates(
            List.of(
                Candidate.newBuilder()
                    .setEntity("demo.shop/orders")
                    .setFaultType("memory_leak")
                    .setConfidence(0.9)
                    .build()))
        .build();
  }

  private static CallEdge call() {
    return new CallEdge("demo.shop", "demo.shop/frontend", "demo.shop/orders", START, 9, 1, 90.0);
  }

  private static DiagnoserState diagnoser() {
    Diagnoser diagnoser = new Diagnoser(DiagnoserSettings.DEFAULT, new ServiceGraph());
    DiagnoserState state = new DiagnoserState();
    judged(diagnoser, state);
    diagnoser.accept(state, SystemEvent.of(call()));
    diagnoser.accept(
        state,
        SystemEvent.of(new ChangeEvent(Examples.ORDERS, START, "deployment", "r7", "orders r7")));
    diagnoser.accept(
        state, SystemEvent.of(Examples.anomaly("orders", AnomalyPhase.OPENED, START + 1_000)));
    diagnoser.accept(
        state, SystemEvent.of(Examples.anomaly("cart", AnomalyPhase.OPENED, START + 90_000)));
    diagnoser.advance(state, START + 5_000);
    return state;
  }

  /** An earlier problem, long over, of which somebody said that its cause was right. */
  private static void judged(Diagnoser diagnoser, DiagnoserState state) {
    long then = START - 600_000;
    diagnoser.accept(state, SystemEvent.of(Examples.anomaly("search", AnomalyPhase.OPENED, then)));
    diagnoser.accept(
        state, SystemEvent.of(Examples.anomaly("search", AnomalyPhase.ENDED, then + 60_000)));
    diagnoser.advance(state, START - 60_000);
    diagnoser.accept(
        state,
        SystemEvent.of(
            FeedbackLabel.newBuilder()
                .setId("l1")
                .setEntity("demo.shop/search")
                .setLabel("right_cause")
                .setFrom(then)
                .setTo(START - 60_000)
                .setAuthor("ada")
                .setAt(START)
                .build()));
  }

  private static GraphState graph() {
    GraphState state = new GraphState();
    new ServiceGraph().observe(state, call());
    return state;
  }

  private static PlacementState places() {
    PlacementState state = new PlacementState();
    Entity instance = new Entity("demo.shop", "orders", "orders-1");
    new Placements().observe(state, new Placement(instance, "node-1", "orders", START));
    return state;
  }

  private static MinerState miner() {
    MinerState state = new MinerState();
    TemplateMiner miner = new TemplateMiner();
    miner.match(state, "connection to 10.0.0.1 lost after 30 ms");
    miner.match(state, "connection to 10.0.0.2 lost after 31 ms");
    return state;
  }

  private static ModelCatalog catalog() {
    ModelCatalog state = new ModelCatalog();
    StoredModel model = new StoredModel("m", "1", "m/1/model.onnx", "hash", 3, START, true);
    state.update(new StoreSnapshot(List.of(model), Map.of("m", "1"), Map.of()));
    state.accept("m", "1");
    return state;
  }

  private static SeenControls seen() {
    SeenControls state = new SeenControls();
    state.seen.put("c1", START);
    return state;
  }
}
