package dev.nightshift.local.backtest;

import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.contract.Stance;
import dev.nightshift.contract.Transition;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A night with two incidents: one would have been acted on, a limit stopped the other. */
final class SomeFindings {

  /** 2026-01-01T00:00:00Z. */
  static final long BEGIN = 1_767_225_600_000L;

  private static final String SYSTEM = "demo.shop";
  private static final String ORDERS = SYSTEM + "/orders";

  private SomeFindings() {}

  static Findings night() {
    return new Findings(
        BEGIN,
        at(3600),
        1234,
        0,
        new TreeMap<>(),
        "test@12345678",
        new TreeMap<>(),
        List.of(
            new ChangeEvent(
                Entity.service(SYSTEM, "orders"), at(500), "deployment", "", "orders <2>")),
        List.of(
            new AnomalyBar("a1", ORDERS, at(600), at(1200), "error_ratio"),
            new AnomalyBar("a2", ORDERS, at(1300), 0, "error_ratio")),
        List.of(acted(), stopped()));
  }

  private static BacktestCase acted() {
    Incident incident =
        incident("1", 600)
            .setState(IncidentState.CLOSED)
            .setResolvedAt(at(1260))
            .setActions(
                List.of(
                    PlannedAction.newBuilder()
                        .setKey("1:1:1")
                        .setAction("restart")
                        .setTarget(ORDERS)
                        .setPolicy("leak")
                        .setReason("because")
                        .setRisk("low")
                        .setRequestedAt(at(650))
                        .build()))
            .setPlan("careful")
            .setSteps(
                List.of(
                    step("restart").setCanary(true).setObserveMillis(60_000).build(),
                    step("restart_rest")
                        .setParameters(Map.of("share", "rest"))
                        .setCondition("incident.anomalies > 0")
                        .setUndoneBy("restart")
                        .build()))
            .setHistory(
                history(
                    row(610, null, IncidentState.OPEN, "error_ratio"),
                    row(630, IncidentState.OPEN, IncidentState.DIAGNOSED, "best explanation: leak"),
                    row(650, IncidentState.DIAGNOSED, IncidentState.PLANNED, "restart"),
                    row(650, IncidentState.PLANNED, IncidentState.REMEDIATING, "would be"),
                    row(680, IncidentState.REMEDIATING, IncidentState.VERIFYING, "not known"),
                    row(1260, IncidentState.VERIFYING, IncidentState.RESOLVED, "gone"),
                    row(1860, IncidentState.RESOLVED, IncidentState.CLOSED, "quiet")))
            .build();
    return new BacktestCase(
        1, incident, List.of(), Map.of("1:1:1", 0.87), List.of("scale_out", "roll_back"));
  }

  private static BacktestCase stopped() {
    PolicyDecision decision =
        PolicyDecision.newBuilder()
            .setSequence(1)
            .setAt(at(1350))
            .setPolicyVersion("test@12345678")
            .setVerdict("wait")
            .setAction("restart")
            .setLimits(
                List.of(
                    LimitStop.newBuilder()
                        .setAction("restart")
                        .setLimit("cooldown")
                        .setText("restart at orders cools down for another 8 min")
                        .build()))
            .build();
    Incident incident =
        incident("2", 1300)
            .setState(IncidentState.ESCALATED)
            .setActiveAnomalies(List.of("a2"))
            .setHistory(
                history(
                    row(1310, null, IncidentState.OPEN, "error_ratio"),
                    row(
                        1330,
                        IncidentState.OPEN,
                        IncidentState.DIAGNOSED,
                        "best explanation: leak"),
                    row(1650, IncidentState.DIAGNOSED, IncidentState.ESCALATED, "waited"),
                    row(1650, IncidentState.ESCALATED, IncidentState.ESCALATED, "call 1: oncall")))
            .build();
    return new BacktestCase(2, incident, List.of(decision), Map.of(), List.of());
  }

  private static PlanStep.Builder step(String action) {
    return PlanStep.newBuilder().setAction(action).setTarget(ORDERS).setRisk("low");
  }

  private static Incident.Builder incident(String id, int onset) {
    return Incident.newBuilder()
        .setId(id)
        .setSystem(SYSTEM)
        .setRevision(1)
        .setOnset(at(onset))
        .setOpenedAt(at(onset + 10))
        .setUpdatedAt(at(onset + 10))
        .setTitle("orders: error_ratio 0.24; root cause memory_leak of orders 0.90")
        .setRootCause(ORDERS)
        .setFaultType("memory_leak")
        .setConfidence(0.9)
        .setEntities(List.of(ORDERS))
        .setDiagnosis(
            Diagnosis.newBuilder()
                .setId("d" + id)
                .setSystem(SYSTEM)
                .setAt(at(onset + 30))
                .setOnset(at(onset))
                .setAnomalies(List.of("a" + id))
                .setEntities(List.of(ORDERS))
                .setCandidates(
                    List.of(
                        Candidate.newBuilder()
                            .setEntity(ORDERS)
                            .setFaultType("memory_leak")
                            .setConfidence(0.9)
                            .setEvidence(
                                List.of(
                                    new Evidence("anomaly", Stance.FOR, "memory grows", 2.0),
                                    new Evidence("graph", Stance.AGAINST, "no caller", -1.0)))
                            .build()))
                .build());
  }

  private static List<Transition> history(Transition... rows) {
    List<Transition> history = new ArrayList<>();
    for (Transition row : rows) {
      row.setSequence(history.size());
      history.add(row);
    }
    return history;
  }

  private static Transition row(int second, IncidentState from, IncidentState to, String cause) {
    return new Transition(0, from, to, at(second), AuthorKind.JOB, "nightshift", cause);
  }

  private static long at(int second) {
    return BEGIN + second * 1000L;
  }
}
