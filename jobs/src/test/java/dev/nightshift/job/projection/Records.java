package dev.nightshift.job.projection;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.AuthorKind;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.IncidentState;
import dev.nightshift.contract.LimitStop;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.Outcome;
import dev.nightshift.contract.PlanStep;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.PolicyDecision;
import dev.nightshift.contract.RuleVerdict;
import dev.nightshift.contract.Stance;
import dev.nightshift.contract.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.message.BinaryMessageEncoder;

/** Records to project. Times count in seconds from {@link #T0}. */
final class Records {

  /** 2026-03-01T00:00:00Z. */
  static final long T0 = 1_772_323_200_000L;

  private Records() {}

  static <T> byte[] bytes(BinaryMessageEncoder<T> encoder, T message) {
    try {
      ByteBuffer buffer = encoder.encode(message);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Incident incident) {
    return bytes(Incident.getEncoder(), incident);
  }

  static long at(long seconds) {
    return T0 + seconds * 1000;
  }

  static Incident.Builder incident(String id, String system, long revision, IncidentState state) {
    return Incident.newBuilder()
        .setId(id)
        .setSystem(system)
        .setState(state)
        .setRevision(revision)
        .setOnset(at(0))
        .setOpenedAt(at(20))
        .setUpdatedAt(at(20 + revision))
        .setTitle("memory leak in orders")
        .setAnomalies(List.of("anomaly-1"))
        .setEntities(List.of(system + "/orders"))
        .setActions(
            List.of(
                PlannedAction.newBuilder()
                    .setKey(id + ":0:0")
                    .setAction("restart")
                    .setTarget(system + "/orders")
                    .setParameters(Map.of("grace", "30s"))
                    .setPolicy("memory")
                    .setReason("it helped before")
                    .build()));
  }

  static Transition transition(int sequence, IncidentState to, long seconds, AuthorKind author) {
    return Transition.newBuilder()
        .setSequence(sequence)
        .setFrom(sequence == 0 ? null : IncidentState.OPEN)
        .setTo(to)
        .setAt(at(seconds))
        .setAuthor(author)
        .setBy(author == AuthorKind.PERSON ? "ada" : "job")
        .setCause("because")
        .build();
  }

  /** A resolved incident with the states given reached at the seconds given, by the job. */
  static Incident resolved(String id, String system, long diagnosed, long resolved, AuthorKind by) {
    List<Transition> history = new ArrayList<>();
    history.add(transition(0, IncidentState.OPEN, 20, AuthorKind.JOB));
    history.add(transition(1, IncidentState.DIAGNOSED, diagnosed, AuthorKind.JOB));
    history.add(transition(2, IncidentState.REMEDIATING, diagnosed + 1, by));
    history.add(transition(3, IncidentState.RESOLVED, resolved, AuthorKind.JOB));
    return incident(id, system, 4, IncidentState.RESOLVED)
        .setResolvedAt(at(resolved))
        .setHistory(history)
        .build();
  }

  static Diagnosis diagnosis(String id) {
    return Diagnosis.newBuilder()
        .setId(id)
        .setSystem("demo.shop")
        .setAt(at(40))
        .setOnset(at(0))
        .setAnomalies(List.of("anomaly-1"))
        .setEntities(List.of("demo.shop/orders"))
        .setCandidates(
            List.of(
                candidate("demo.shop/orders", "memory_leak", 0.8),
                candidate("demo.shop/payment", "slow_database", 0.2)))
        .build();
  }

  private static Candidate candidate(String entity, String fault, double confidence) {
    return Candidate.newBuilder()
        .setEntity(entity)
        .setFaultType(fault)
        .setConfidence(confidence)
        .setEvidence(List.of(new Evidence("onset", Stance.FOR, "it was \"first\" \0 by 20 s", 1.5)))
        .build();
  }

  static Anomaly anomaly(AnomalyPhase phase, long updated) {
    return Anomaly.newBuilder()
        .setId("anomaly-1")
        .setSystem("demo.shop")
        .setEntity("demo.shop/orders")
        .setPhase(phase)
        .setOnset(at(0))
        .setUpdated(at(updated))
        .setEnded(phase == AnomalyPhase.ENDED ? at(updated) : 0)
        .setPeakAt(at(10))
        .setPeakScore(4.5f)
        .setThreshold(1.25f)
        .setModel("service@1")
        .setContributions(List.of(new Contribution("memory", 3.1f, Float.NaN, 0.5f)))
        .build();
  }

  static ActionRequest request(String incident) {
    return ActionRequest.newBuilder()
        .setKey(incident + ":0:0")
        .setIncident(incident)
        .setSystem("demo.shop")
        .setAction("restart")
        .setTarget("demo.shop/orders")
        .setPolicy("memory")
        .setMode("auto")
        .setRisk("low")
        .setConfidence(0.8)
        .setFaultType("memory_leak")
        .setDecidedAt(at(50))
        .build();
  }

  static ActionResult result(String incident, Outcome outcome, long finished) {
    return ActionResult.newBuilder()
        .setKey(incident + ":0:0")
        .setIncident(incident)
        .setSystem("demo.shop")
        .setAction("restart")
        .setTarget("demo.shop/orders")
        .setOutcome(outcome)
        .setDetail("pod replaced")
        .setStartedAt(at(51))
        .setFinishedAt(at(finished))
        .build();
  }

  static FeedbackLabel label(String id, String incident, String label, String author, long at) {
    return FeedbackLabel.newBuilder()
        .setId(id)
        .setEntity("demo.shop/orders")
        .setIncident(incident)
        .setLabel(label)
        .setFrom(at(0))
        .setTo(at(60))
        .setAuthor(author)
        .setAt(at(at))
        .build();
  }

  static PlanStep step() {
    return PlanStep.newBuilder()
        .setAction("restart")
        .setTarget("demo.shop/orders")
        .setRisk("low")
        .build();
  }

  static PolicyDecision decision() {
    return PolicyDecision.newBuilder()
        .setSequence(1)
        .setAt(at(40))
        .setPolicyVersion("7@abcd1234")
        .setVerdict("wait")
        .setRule("leak")
        .setAction("restart")
        .setRules(List.of(new RuleVerdict("leak", true, "all it asks for holds")))
        .setLimits(List.of(new LimitStop("restart", "cooldown", "cools down for another 7 s", 9L)))
        .setReason("restart cools down")
        .build();
  }

  static Notification notification(String incident) {
    return Notification.newBuilder()
        .setId(incident + "/1/2")
        .setIncident(incident)
        .setSystem("demo.shop")
        .setKind("escalation")
        .setLevel(2)
        .setChannels(List.of("lead", "chat"))
        .setTitle("orders is slow")
        .setText("nobody has acknowledged")
        .setAt(at(90))
        .build();
  }
}
