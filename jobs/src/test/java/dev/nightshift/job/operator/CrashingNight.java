package dev.nightshift.job.operator;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.Outcome;
import dev.nightshift.incident.ApprovalHash;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.job.serde.Outputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * The incident operator with a random world around it: its sources, which repeat after a crash what
 * they sent since the last checkpoint, and its topics, which hold only what was committed. The
 * actuator answers only what is in the topics.
 */
final class CrashingNight implements AutoCloseable {

  private static final long START = 1_700_000_000_000L;
  private static final long RESULT_TIMEOUT = 120_000;
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final List<String> SERVICES = List.of("orders", "cart", "search");
  private static final List<String> FAULTS = List.of("memory_leak", "bad_config", "disk_full");
  private static final String POLICY =
      """
      version: "%d"
      defaults: {mode: %s, verification: {clear_for: 1m, within: 4m, worse: 1.5}}
      limits:
        cooldown: 3m
        max_actions_per_target_per_hour: 6
        max_concurrent_per_system: 2
        min_confidence: 0.5
        approval_above: medium
        result_timeout: 2m
        approval_expires_after: 10m
        circuit_breaker: {failures: 8, within: 1h}
      actions:
        restart: {risk: low, idempotent: true}
        fix_one: {risk: low, idempotent: true, undo: true}
        fix_rest: {risk: low, idempotent: true, undo: true}
        wipe: {risk: critical, idempotent: true}
      plans:
        careful: {steps: [{action: fix_one, canary: true, observe: 1m}, {action: fix_rest}]}
      escalation: {levels: [{notify: [oncall], after: 0s}, {notify: [lead], after: 5m}]}
      rules:
        - {name: leak, fault_types: [memory_leak], actions: [restart, careful]}
        - {name: config, fault_types: [bad_config], actions: [careful]}
        - {name: disk, fault_types: [disk_full], actions: [wipe]}
      """;

  /** One thing that a source sent, or that passed. */
  private interface Event {
    void into(KeyedOneInputStreamOperatorTestHarness<String, IncidentInput, Incident> harness)
        throws Exception;
  }

  final List<Incident> committed = new ArrayList<>();
  final List<ActionRequest> requests = new ArrayList<>();
  final List<Notification> calls = new ArrayList<>();
  final List<ActionRequest> requestsWhileHalted = new ArrayList<>();

  private final SplittableRandom random;
  private final IncidentOptions options;
  private final List<Event> sinceCheckpoint = new ArrayList<>();
  private final Set<String> answered = new HashSet<>();
  private final Map<String, Incident> newest = new HashMap<>();
  private KeyedOneInputStreamOperatorTestHarness<String, IncidentInput, Incident> harness;
  private OperatorSubtaskState snapshot;
  private long checkpoints;
  private long seconds;
  private long atCheckpoint;
  private int names;
  private boolean halted;

  CrashingNight(long seed) throws Exception {
    random = new SplittableRandom(seed);
    options =
        new IncidentOptions(
            "night.yaml",
            POLICY.formatted(0, random.nextBoolean() ? "auto" : "approve"),
            new IncidentSettings(60_000, 600_000, 0, 300_000, 8, true, 5));
    open(null);
    checkpoint();
  }

  private void open(OperatorSubtaskState from) throws Exception {
    harness = Restored.of(new IncidentFunction(options), IncidentInput::system, from);
    harness.setProcessingTime(START + seconds * 1000);
  }

  void step() throws Exception {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> anomaly();
      case 3, 4 -> diagnosis();
      case 5, 6 -> result();
      case 7 -> person();
      case 8 -> passes(random.nextInt(1, 120));
      case 9 -> checkpoint();
      case 10 -> crash();
      default -> policies();
    }
    passes(1);
  }

  private void does(Event event) throws Exception {
    int before = side(Outputs.REQUESTS).size();
    boolean was = halted;
    event.into(harness);
    sinceCheckpoint.add(event);
    if (was && halted) {
      List<ActionRequest> all = side(Outputs.REQUESTS);
      requestsWhileHalted.addAll(all.subList(before, all.size()));
    }
  }

  private void send(IncidentInput input) throws Exception {
    does(to -> to.processElement(input, input.timeMillis()));
  }

  /** Both clocks go on; after a crash the wall clock does not go back. */
  private void passes(int more) throws Exception {
    seconds += more;
    long now = START + seconds * 1000;
    does(to -> to.processWatermark(now));
    harness.setProcessingTime(now);
  }

  private void anomaly() throws Exception {
    AnomalyPhase phase = random.nextInt(3) == 0 ? AnomalyPhase.ENDED : AnomalyPhase.OPENED;
    send(IncidentInput.of(Examples.anomaly(service(), phase, START + seconds * 1000 + 500)));
  }

  private void diagnosis() throws Exception {
    String service = service();
    long at = START + seconds * 1000 + 500;
    send(
        IncidentInput.of(
            Diagnosis.newBuilder()
                .setId("d-" + service)
                .setSystem("demo.shop")
                .setRevision(++names)
                .setAt(at)
                .setOnset(at)
                .setAnomalies(List.of("a-" + service))
                .setEntities(List.of("demo.shop/" + service))
                .setCandidates(
                    List.of(
                        Candidate.newBuilder()
                            .setEntity("demo.shop/" + service)
                            .setFaultType(FAULTS.get(random.nextInt(FAULTS.size())))
                            .setConfidence(random.nextDouble())
                            .build()))
                .build()));
  }

  /** The actuator sees what was committed, and may say the same twice. */
  private void result() throws Exception {
    if (requests.isEmpty()) {
      return;
    }
    ActionRequest request = requests.get(Math.max(0, requests.size() - 1 - random.nextInt(3)));
    answered.add(request.getKey());
    send(
        IncidentInput.of(
            ActionResult.newBuilder()
                .setKey(request.getKey())
                .setIncident(request.getIncident())
                .setSystem(request.getSystem())
                .setAction(request.getAction())
                .setTarget(request.getTarget())
                .setOutcome(OUTCOMES.get(random.nextInt(OUTCOMES.size())))
                .setStartedAt(START)
                .setFinishedAt(START)
                .build()));
  }

  private void person() throws Exception {
    Incident shown =
        newest.isEmpty()
            ? null
            : new ArrayList<>(newest.values()).get(random.nextInt(newest.size()));
    boolean asked = shown != null && shown.getState() == IncidentState.AWAITING_APPROVAL;
    String who = random.nextBoolean() ? "kim" : "lee";
    switch (random.nextInt(6)) {
      case 0 -> {
        says(who, ControlKind.HALT, "*", "");
        halted = true;
      }
      case 1 -> {
        halted = false;
        says(who, ControlKind.RESUME, "*", "");
      }
      case 2 -> {
        if (shown != null) {
          says(who, ControlKind.ACKNOWLEDGE, shown.getId(), "");
        }
      }
      default -> {
        if (asked) {
          says(who, ControlKind.APPROVE, shown.getId(), ApprovalHash.of(shown));
        }
      }
    }
  }

  private void says(String who, ControlKind kind, String scope, String subject) throws Exception {
    send(
        IncidentInput.of(
            "demo.shop",
            ControlMessage.newBuilder()
                .setId("c" + names++)
                .setKind(kind)
                .setScope(scope)
                .setSubject(subject)
                .setAuthor(who)
                .setKeyId(who)
                .setAt(START + seconds * 1000)
                .build()));
  }

  private void policies() throws Exception {
    if (random.nextInt(4) == 0) {
      String text = POLICY.formatted(++names, random.nextBoolean() ? "auto" : "approve");
      send(IncidentInput.of("demo.shop", new PolicyUpdate("night.yaml", "h" + names, text)));
    }
  }

  /** What was sent out becomes visible, and the sources need not repeat what they sent. */
  void checkpoint() throws Exception {
    snapshot = harness.snapshot(++checkpoints, START + seconds * 1000);
    for (Incident incident : harness.extractOutputValues()) {
      committed.add(incident);
      newest.put(incident.getId(), incident);
    }
    for (ActionRequest request : side(Outputs.REQUESTS)) {
      if (!request.getDryRun()) {
        requests.add(request);
      }
    }
    calls.addAll(side(Outputs.NOTIFICATIONS));
    harness.close();
    atCheckpoint = seconds;
    sinceCheckpoint.clear();
    open(snapshot);
    harness.processWatermark(START + atCheckpoint * 1000);
  }

  private void crash() throws Exception {
    harness.close();
    List<Event> repeated = List.copyOf(sinceCheckpoint);
    seconds += random.nextInt(1, 30);
    open(snapshot);
    harness.processWatermark(START + atCheckpoint * 1000);
    for (Event event : repeated) {
      event.into(harness);
    }
  }

  /** Committed requests that nobody answered and that are not given up yet. */
  long unanswered() {
    long now = START + seconds * 1000;
    return requests.stream()
        .filter(request -> !answered.contains(request.getKey()))
        .filter(request -> now < request.getDecidedAt() + RESULT_TIMEOUT)
        .count();
  }

  private String service() {
    return SERVICES.get(random.nextInt(SERVICES.size()));
  }

  private <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
