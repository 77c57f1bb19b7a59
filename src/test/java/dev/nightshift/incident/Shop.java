package dev.nightshift.incident;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Forecast;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.Outcome;
import dev.nightshift.remedy.PolicyFile;
import java.util.ArrayList;
import java.util.List;

/** A system under the incident machine, with a clock that tests move; seconds since the start. */
final class Shop {

  static final String SYSTEM = "demo.shop";
  private static final long START = 1_000_000_000L;
  private static final String POLICY =
      """
      version: test
      defaults: {mode: %s, verification: {clear_for: 60s, within: 240s, worse: 1.5}}
      limits:
        cooldown: 3m
        max_actions_per_target_per_hour: 6
        max_concurrent_per_system: 2
        min_confidence: 0.5
        approval_above: high
        approval_expires_after: 15m
        result_timeout: 2m
        max_steps: 3
        circuit_breaker: {failures: 3, within: 1h}
        second_person_above: critical
      actions:
        restart: {risk: low, idempotent: true}
        scale_out: {risk: low, idempotent: false, undo: true}
        wipe: {risk: critical, idempotent: true}
        fix_one: {risk: low, idempotent: true, undo: true, parameters: {instances: "1"}}
        fix_rest: {risk: low, idempotent: true, undo: unfix_rest}
        unfix_rest: {risk: low, idempotent: true}
        drain: {risk: medium, idempotent: true}
      plans:
        careful:
          steps:
            - {action: fix_one, canary: true, observe: 1m, timeout: 30s}
            - {action: fix_rest}
            - {action: drain, when: incident.anomalies > 2}
      escalation:
        levels:
          - {notify: [oncall], after: 0s}
          - {notify: [lead], after: 10m}
        repeat: 20m
      %s
      rules:
        - {name: config, fault_types: [bad_config], actions: [careful]}
        - {name: leak, fault_types: [memory_leak], actions: [restart, scale_out]}
        - {name: cpu, fault_types: [cpu_saturation], actions: [scale_out]}
        - {name: disk, fault_types: [disk_full], actions: [wipe]}
        - {name: before, when: incident.kind == "predicted", actions: [scale_out]}
      """;

  /** Without learning the policy's order is certain; the bandit has tests of its own. */
  private static final IncidentSettings QUICK =
      new IncidentSettings(60_000, 600_000, 0, 300_000, 10, false, 1);

  final SystemIncidents state = SystemIncidents.of(SYSTEM);
  final IncidentMachine machine;
  final List<ActionRequest> requests = new ArrayList<>();
  final List<FeedbackLabel> labels = new ArrayList<>();
  final List<Incident> snapshots = new ArrayList<>();
  long seconds;
  Effects last;
  final List<ActionRequest> trials = new ArrayList<>();
  final List<Notification> calls = new ArrayList<>();
  private int messages;
  private List<String> suffering = List.of();
  private long onset = -1;

  Shop(String mode) {
    this(mode, QUICK);
  }

  Shop(String mode, IncidentSettings settings) {
    this(mode, settings, "");
  }

  /**
   * @param more top-level blocks of the policy
   */
  Shop(String mode, IncidentSettings settings, String more) {
    this(mode, settings, more, Conduct.REAL);
  }

  /** One about which nothing can be done any more. */
  static Shop recorded(String mode) {
    return new Shop(mode, QUICK, "", Conduct.imagined(30_000));
  }

  private Shop(String mode, IncidentSettings settings, String more, Conduct conduct) {
    machine =
        new IncidentMachine(
            settings, PolicyFile.parse("test", POLICY.formatted(mode, more)), conduct);
  }

  Now now() {
    return new Now(START + seconds * 1000, START + 7 + seconds * 1000);
  }

  Shop at(long second) {
    seconds = second;
    return took(machine.advance(state, now()));
  }

  Shop opens(String id, String service) {
    return took(machine.anomaly(state, anomaly(id, service, AnomalyPhase.OPENED, 4), now()));
  }

  Shop grows(String id, String service, float peak) {
    return took(machine.anomaly(state, anomaly(id, service, AnomalyPhase.UPDATED, peak), now()));
  }

  Shop ends(String id, String service) {
    return took(machine.anomaly(state, anomaly(id, service, AnomalyPhase.ENDED, 4), now()));
  }

  Shop diagnosed(
      String id,
      int revision,
      String service,
      String fault,
      double confidence,
      String... anomalies) {
    Diagnosis diagnosis =
        Diagnosis.newBuilder()
            .setId(id)
            .setSystem(SYSTEM)
            .setRevision(revision)
            .setAt(now().eventTime())
            .setOnset(onset < 0 ? now().eventTime() : START + onset * 1000)
            .setAnomalies(List.of(anomalies))
            .setEntities(suffering.isEmpty() ? List.of(entity(service)) : suffering)
            .setCandidates(
                List.of(
                    Candidate.newBuilder()
                        .setEntity(entity(service))
                        .setFaultType(fault)
                        .setConfidence(confidence)
                        .build()))
            .build();
    return took(machine.diagnosis(state, diagnosis, now()));
  }

  /** What the next diagnoses say: who suffers, and since when. */
  Shop suffering(List<String> services, long sinceSecond) {
    suffering = services.stream().map(Shop::entity).toList();
    onset = sinceSecond;
    return this;
  }

  /** The forecaster says, and says why, that a resource of a service will run out in an hour. */
  Shop predicts(String id, String service, String feature) {
    took(machine.anomaly(state, predicted(id, service, feature, AnomalyPhase.OPENED, 0), now()));
    return explains(id, 1, service, feature);
  }

  /** A revision of what the forecaster says of itself. */
  Shop explains(String id, int revision, String service, String feature) {
    Diagnosis diagnosis =
        Diagnosis.newBuilder()
            .setId("d-" + id)
            .setSystem(SYSTEM)
            .setRevision(revision)
            .setAt(now().eventTime())
            .setOnset(now().eventTime())
            .setAnomalies(List.of(id))
            .setEntities(List.of(entity(service)))
            .setCandidates(
                List.of(
                    Candidate.newBuilder()
                        .setEntity(entity(service))
                        .setFaultType(feature + "_exhaustion")
                        .setConfidence(0.95)
                        .build()))
            .setPredicted(true)
            .build();
    return took(machine.diagnosis(state, diagnosis, now()));
  }

  Shop comesTrue(String id, String service, String feature) {
    long at = now().eventTime();
    return took(
        machine.anomaly(state, predicted(id, service, feature, AnomalyPhase.UPDATED, at), now()));
  }

  Shop recedes(String id, String service, String feature) {
    return took(
        machine.anomaly(state, predicted(id, service, feature, AnomalyPhase.ENDED, 0), now()));
  }

  /** An anomaly in another feature than the usual one. */
  Shop opens(String id, String service, String feature) {
    Anomaly anomaly = anomaly(id, service, AnomalyPhase.OPENED, 4);
    anomaly.setContributions(List.of(new Contribution(feature, 3f, 0.24f, 0.001f)));
    return took(machine.anomaly(state, anomaly, now()));
  }

  private Anomaly predicted(
      String id, String service, String feature, AnomalyPhase phase, long reachedAt) {
    Anomaly anomaly = anomaly(id, service, phase, 1);
    anomaly.setThreshold(1);
    anomaly.setContributions(List.of(new Contribution(feature, 1f, 0.8f, Float.NaN)));
    anomaly.setForecast(
        Forecast.newBuilder()
            .setName(feature)
            .setFeature(feature)
            .setFaultType(feature + "_exhaustion")
            .setValue(0.8)
            .setLimit(1)
            .setSlopePerHour(0.2)
            .setExhaustedAt(START + 3_600_000)
            .setEarliest(START + 3_000_000)
            .setLatest(START + 4_200_000)
            .setConfidence(0.95)
            .setReachedAt(reachedAt)
            .build());
    return anomaly;
  }

  /** The common case: one anomaly of orders, explained as a memory leak. */
  Shop leaks() {
    return opens("a1", "orders").diagnosed("d1", 1, "orders", "memory_leak", 0.9, "a1");
  }

  Shop answers(Outcome outcome) {
    return answers(requests.get(requests.size() - 1), outcome);
  }

  Shop answers(ActionRequest request, Outcome outcome) {
    return answers(request, outcome, "said the provider");
  }

  Shop answers(ActionRequest request, Outcome outcome, String detail) {
    ActionResult result =
        ActionResult.newBuilder()
            .setKey(request.getKey())
            .setIncident(request.getIncident())
            .setSystem(SYSTEM)
            .setAction(request.getAction())
            .setTarget(request.getTarget())
            .setOutcome(outcome)
            .setDetail(detail)
            .setStartedAt(now().wallTime())
            .setFinishedAt(now().wallTime())
            .build();
    return took(machine.result(state, result, now()));
  }

  Shop says(ControlKind kind, String scope) {
    return says(kind, scope, "", "", 0);
  }

  Shop says(ControlKind kind, String scope, String subject, String label, long until) {
    return says("kim", kind, scope, subject, label, until);
  }

  /** Each person has a key of the same name. */
  Shop says(String who, ControlKind kind, String scope, String subject, String label, long until) {
    ControlMessage message =
        ControlMessage.newBuilder()
            .setId("m" + messages++)
            .setKind(kind)
            .setScope(scope)
            .setSubject(subject)
            .setLabel(label)
            .setReason("because")
            .setAuthor(who)
            .setKeyId(who)
            .setAt(now().wallTime())
            .setUntil(until)
            .build();
    return took(machine.control(state, message, now()));
  }

  Incident incident() {
    return state.incidents.get(0).incident;
  }

  static String entity(String service) {
    return SYSTEM + "/" + service;
  }

  private Shop took(Effects effects) {
    last = effects;
    for (ActionRequest request : effects.requests()) {
      (request.getDryRun() ? trials : requests).add(request);
    }
    calls.addAll(effects.notifications());
    labels.addAll(effects.labels());
    snapshots.addAll(effects.incidents());
    return this;
  }

  private Anomaly anomaly(String id, String service, AnomalyPhase phase, float peak) {
    long at = now().eventTime();
    return Anomaly.newBuilder()
        .setId(id)
        .setSystem(SYSTEM)
        .setEntity(entity(service))
        .setPhase(phase)
        .setOnset(at)
        .setUpdated(at)
        .setEnded(phase == AnomalyPhase.ENDED ? at : 0)
        .setPeakAt(at)
        .setPeakScore(peak)
        .setThreshold(2)
        .setModel("m@1")
        .setContributions(List.of(new Contribution("error_ratio", 3f, 0.24f, 0.001f)))
        .build();
  }
}
