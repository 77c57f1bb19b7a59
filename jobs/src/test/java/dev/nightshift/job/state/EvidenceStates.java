package dev.nightshift.job.state;

import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.evidence.EvidenceRecorder;
import dev.nightshift.diagnose.evidence.EvidenceState;
import dev.nightshift.diagnose.evidence.Inquirer;
import dev.nightshift.diagnose.evidence.InquiryState;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.SystemEvidence;
import dev.nightshift.diagnose.evidence.SystemRecorder;
import dev.nightshift.diagnose.evidence.TraceDigest;
import dev.nightshift.diagnose.evidence.TraceParts;
import dev.nightshift.job.operator.Examples;
import dev.nightshift.telemetry.ChangeEvent;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;

/** State of what remembers a system's telemetry to say where a problem began. */
final class EvidenceStates {

  private static final int MAX_SERIES = 100;
  private static final int MAX_PARTS = 100;
  private static final String SYSTEM = Examples.ORDERS.system();

  private EvidenceStates() {}

  /** Something of every kind. */
  static EvidenceState evidence() {
    EvidenceState state = new EvidenceState();
    EvidenceRecorder recorder = new EvidenceRecorder(MAX_SERIES);
    String orders = Examples.ORDERS.key();
    for (int step = 0; step < 20; step++) {
      long time = StateFixtures.START + step * Examples.STEP;
      recorder.record(state, Observation.metric(SYSTEM, orders, "cpu", 0.1 * step, time));
    }
    new TraceDigest(MAX_PARTS)
        .finish(trace(), StateFixtures.START + 10_000).stream()
            .filter(seen -> seen.entity().equals(orders))
            .forEach(seen -> recorder.record(state, seen));
    return state;
  }

  static SystemEvidence system() {
    SystemEvidence state = new SystemEvidence();
    SystemRecorder recorder = new SystemRecorder(new ServiceGraph());
    long time = StateFixtures.START;
    recorder.record(
        state,
        Observation.edge(
            SYSTEM, Examples.ORDERS.key(), Entity.service(SYSTEM, "db").key(), true, time));
    recorder.record(
        state,
        Observation.change(
            new ChangeEvent(Examples.ORDERS, time, "deployment", "r7", "orders r7")));
    return state;
  }

  /** While an anomaly waits for its company. */
  static InquiryState inquiry() {
    InquiryState state = new InquiryState();
    Inquirer inquirer = new Inquirer(20_000, MAX_SERIES);
    long time = StateFixtures.START;
    inquirer.accept(state, Observation.present(SYSTEM, Examples.ORDERS.key(), time), time);
    inquirer.accept(
        state, Observation.of(Examples.anomaly("orders", AnomalyPhase.OPENED, time)), time);
    return state;
  }

  private static TraceParts trace() {
    TraceParts trace = new TraceParts();
    Entity frontend = Entity.service(SYSTEM, "frontend");
    trace.spans.add(span(frontend, "a", "", 30));
    trace.spans.add(span(Examples.ORDERS, "b", "a", 10));
    trace.logs.add(
        new LogEntry(Examples.ORDERS, StateFixtures.START + 2, 9, "order 17 taken", "t", "b"));
    trace.logs.add(
        new LogEntry(Examples.ORDERS, StateFixtures.START + 3, 17, "it broke", "t", "b"));
    return trace;
  }

  private static Span span(Entity entity, String id, String parent, long millis) {
    long start = StateFixtures.START * 1_000_000;
    return new Span(
        entity,
        "t",
        id,
        parent,
        "GET /",
        SpanKind.SERVER,
        start,
        start + millis * 1_000_000,
        false,
        "");
  }
}
