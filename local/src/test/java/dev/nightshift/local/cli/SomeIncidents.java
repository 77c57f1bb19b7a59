package dev.nightshift.local.cli;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.contract.RuleVerdict;
import dev.nightshift.contract.Stance;
import dev.nightshift.contract.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A night's incidents. Moments count in seconds from {@link #MIDNIGHT}. */
final class SomeIncidents {

  static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");
  static final String SYSTEM = "demo.shop";
  static final String WAITING = "demo.shop~4fd1c0ffee";
  static final String HEALED = "demo.shop~0badcafe42";

  private SomeIncidents() {}

  /** A memory leak that waits for a person since 00:01:00. */
  static Incident waiting() {
    return Incident.newBuilder()
        .setId(WAITING)
        .setSystem(SYSTEM)
        .setState(IncidentState.AWAITING_APPROVAL)
        .setRevision(4)
        .setOnset(at(0))
        .setOpenedAt(at(20))
        .setUpdatedAt(at(60))
        .setTitle(
            "orders: memory 930000000 (usual 412000000); root cause memory_leak of orders 0.82")
        .setRootCause("demo.shop/orders")
        .setFaultType("memory_leak")
        .setConfidence(0.82)
        .setMode("approve")
        .setAnomalies(List.of("a1"))
        .setActiveAnomalies(List.of("a1"))
        .setEntities(List.of("demo.shop/orders", "demo.shop/checkout"))
        .setDiagnosis(diagnosis())
        .setActions(
            List.of(
                action(WAITING + ":0:0", "restart", Map.of("grace", "30s", "drain", "a=b, \"c\""))
                    .build()))
        .setHistory(
            List.of(
                transition(0, null, IncidentState.OPEN, 20, "anomaly in orders"),
                transition(1, IncidentState.OPEN, IncidentState.DIAGNOSED, 40, "memory_leak 0.82"),
                transition(
                    2,
                    IncidentState.DIAGNOSED,
                    IncidentState.AWAITING_APPROVAL,
                    60,
                    "restart has medium risk")))
        .build();
  }

  /** An hour before: a full cache that was cleared, over after 95 s. */
  static Incident healed() {
    return Incident.newBuilder()
        .setId(HEALED)
        .setSystem(SYSTEM)
        .setState(IncidentState.RESOLVED)
        .setRevision(6)
        .setOnset(at(-3600))
        .setOpenedAt(at(-3580))
        .setUpdatedAt(at(-3505))
        .setResolvedAt(at(-3505))
        .setTitle("catalog: cache_hit_ratio 0.11 (usual 0.94)")
        .setRootCause("demo.shop/session-cache")
        .setFaultType("cache_corruption")
        .setConfidence(0.97)
        .setMode("auto")
        .setDecision(decision())
        .setEntities(List.of("demo.shop/catalog"))
        .setActions(
            List.of(
                action(HEALED + ":0:0", "clear_cache", Map.of())
                    .setTarget("demo.shop/session-cache")
                    .setOutcome("SUCCEEDED")
                    .setRequestedAt(at(-3550))
                    .setFinishedAt(at(-3543))
                    .setDetail("12,408 keys dropped")
                    .build()))
        .build();
  }

  /** The cache's rule governed after another did not, and a cool-down was in the way. */
  private static PolicyDecision decision() {
    return PolicyDecision.newBuilder()
        .setSequence(1)
        .setAt(at(-3560))
        .setPolicyVersion("shop-1@0badcafe")
        .setVerdict("wait")
        .setMode("auto")
        .setRule("cache corruption")
        .setAction("clear_cache")
        .setRules(
            List.of(
                new RuleVerdict("memory leak", false, "is not about cache_corruption"),
                new RuleVerdict("cache corruption", true, "all it asks for holds")))
        .setLimits(
            List.of(
                LimitStop.newBuilder()
                    .setAction("clear_cache")
                    .setLimit("cooldown")
                    .setText("cools down for another 10 s")
                    .build()))
        .setReason("clear_cache cools down")
        .build();
  }

  static Anomaly anomaly() {
    return Anomaly.newBuilder()
        .setId("a1")
        .setSystem(SYSTEM)
        .setEntity("demo.shop/orders")
        .setPhase(AnomalyPhase.OPENED)
        .setOnset(at(0))
        .setUpdated(at(20))
        .setPeakAt(at(20))
        .setPeakScore(4.5f)
        .setThreshold(1.25f)
        .setModel("service@1")
        .setContributions(List.of(new Contribution("memory", 3.1f, 9.3e8f, 4.12e8f)))
        .build();
  }

  static long at(long seconds) {
    return MIDNIGHT.plusSeconds(seconds).toEpochMilli();
  }

  private static PlannedAction.Builder action(
      String key, String name, Map<String, String> parameters) {
    return PlannedAction.newBuilder()
        .setKey(key)
        .setAction(name)
        .setTarget("demo.shop/orders")
        .setParameters(parameters)
        .setPolicy("shop")
        .setReason("it helped 7 of 8 times");
  }

  private static Diagnosis diagnosis() {
    return Diagnosis.newBuilder()
        .setId("d1")
        .setSystem(SYSTEM)
        .setAt(at(40))
        .setOnset(at(0))
        .setAnomalies(List.of("a1"))
        .setEntities(List.of("demo.shop/orders", "demo.shop/checkout"))
        .setCandidates(
            List.of(
                new Candidate(
                    "demo.shop/orders",
                    "memory_leak",
                    0.82,
                    List.of(
                        new Evidence(
                            "onset", Stance.FOR, "deviates first, 40 s before checkout", 1.0),
                        new Evidence("change", Stance.AGAINST, "nothing changed in 30 min", -0.2))),
                new Candidate("demo.shop/payment", "slow_database", 0.18, List.of())))
        .build();
  }

  private static Transition transition(
      int sequence, IncidentState from, IncidentState to, long seconds, String cause) {
    return new Transition(sequence, from, to, at(seconds), AuthorKind.JOB, "job", cause);
  }
}
