package dev.nightshift.job;

/**
 * Names of the job's stateful operators in savepoints. They are schema: changing one forgets the
 * operator's state.
 */
final class Uids {

  static final String SOURCE_TELEMETRY = "source-";
  static final String SOURCE_CONTROL = "source-control";
  static final String SOURCE_RESULTS = "source-results";
  static final String SOURCE_LABELS = "source-labels";
  static final String MODEL_TICKS = "model-ticks";
  static final String MODEL_WATCH = "model-watch";
  static final String SPLIT_BAD = "split-bad";
  static final String FEATURES = "features";
  static final String SCORING = "scoring";
  static final String SCORING_SERVED = "scoring-served";
  static final String SPLIT_SERVED = "split-served";
  static final String COLD_START = "cold-start";
  static final String DETECT = "detect";
  static final String FORECAST = "forecast";
  static final String CHALLENGE = "challenge";
  static final String COMPARE_MODELS = "compare-models";
  static final String SOURCE_MODEL_REPORTS = "source-model-reports";
  static final String SINK_MODEL_REPORTS = "sink-model-reports";
  static final String CALL_EDGES = "call-edges";
  static final String CALL_EDGES_SUM = "call-edges-sum";
  static final String GRAPH = "service-graph";
  static final String PATTERN_WATCH = "pattern-watch";
  static final String PATTERNS = "patterns";
  static final String DIAGNOSE = "diagnose";
  static final String CONTROL_ROUTER = "control-router";
  static final String POLICY_WATCH = "policy-watch";
  static final String POLICY_ROUTER = "policy-router";
  static final String INCIDENTS = "incidents";
  static final String SINK_ANOMALIES = "sink-anomalies";
  static final String SINK_INCIDENTS = "sink-incidents";
  static final String SINK_REQUESTS = "sink-requests";
  static final String SINK_LABELS = "sink-labels";
  static final String SINK_LABEL_FILES = "sink-label-files";
  static final String SINK_SAMPLE_FILES = "sink-sample-files";
  static final String SINK_MODELS = "sink-models";
  static final String SINK_AUTOMATION = "sink-automation";
  static final String SINK_NOTIFICATIONS = "sink-notifications";
  static final String SINK_POLICIES = "sink-policies";
  static final String SINK_DEAD_LETTERS = "sink-dead-letters";
  static final String FILTER_TELEMETRY = "filter-telemetry";
  static final String FILTER_CHAMPION = "filter-champion";
  static final String EVIDENCE = "evidence";
  static final String EVIDENCE_METRICS = "evidence-metrics";
  static final String EVIDENCE_FILTER_TRACES = "evidence-filter-traces";
  static final String EVIDENCE_TRACES = "evidence-traces";
  static final String EVIDENCE_FILTER_CHANGES = "evidence-filter-changes";
  static final String EVIDENCE_CHANGES = "evidence-changes";
  static final String EVIDENCE_FILTER_SYMPTOMS = "evidence-filter-symptoms";
  static final String EVIDENCE_FILTER_EDGES = "evidence-filter-edges";
  static final String EVIDENCE_FILTER_ANOMALIES = "evidence-filter-anomalies";
  static final String EVIDENCE_MAP_ANOMALIES = "evidence-map-anomalies";
  static final String EVIDENCE_ANNOUNCE_METRICS = "evidence-announce-metrics";
  static final String EVIDENCE_ANNOUNCE_TRACES = "evidence-announce-traces";
  static final String EVIDENCE_ONSETS = "evidence-onsets";
  static final String EVIDENCE_ASK = "evidence-ask";
  static final String EVIDENCE_FILTER_QUESTIONS = "evidence-filter-questions";
  static final String EVIDENCE_FILTER_ROUNDS = "evidence-filter-rounds";
  static final String EVIDENCE_MAP_ROUNDS = "evidence-map-rounds";
  static final String EVIDENCE_MAP_ANSWERS = "evidence-map-answers";
  static final String EVIDENCE_MAP_TOLD = "evidence-map-told";
  static final String EVIDENCE_MAP_CALLS = "evidence-map-calls";
  static final String EVIDENCE_CAUSES = "evidence-causes";
  static final String EVIDENCE_MAP_CAUSES = "evidence-map-causes";

  private Uids() {}
}
