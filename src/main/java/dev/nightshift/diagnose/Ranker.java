package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Evidence;
import dev.nightshift.diagnose.evidence.Cause;
import dev.nightshift.telemetry.ChangeEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ranks the possible root causes of anomalies that belong together. Pure and thread-safe.
 *
 * <p>Each pair of an anomalous (or blamed) service and a fault type gathers {@link EvidenceRules
 * evidence} in log-odds; belief is the softmax over all pairs and one more, of weight 0, that
 * stands for a cause nobody thought of. So a lone candidate with weak evidence stays doubtful. The
 * form is that of a naive Bayes classifier with hand-set weights.
 */
public final class Ranker {

  private static final int MAX_CANDIDATES = 8;

  private final EvidenceRules rules;

  public Ranker(ServiceGraph graph) {
    this.rules = new EvidenceRules(graph);
  }

  /**
   * What is known about one problem.
   *
   * @param changes of the system, recent ones
   * @param matches of patterns, about this problem
   * @param causes what services found when they were asked; empty if nobody asked
   */
  public record Problem(
      Collection<Anomaly> anomalies,
      GraphState graph,
      List<ChangeEvent> changes,
      List<PatternMatch> matches,
      List<Cause> causes,
      PriorState prior) {}

  /** Candidates, best first, at most 8; empty without anomalies. */
  public List<Candidate> rank(Problem problem) {
    List<Symptom> symptoms = Symptom.of(problem.anomalies());
    Map<String, Symptom> databases = rules.databases(symptoms, problem.graph());
    Map<String, Cause> causes = CauseEvidence.byService(problem.causes());
    List<Candidate> candidates = new ArrayList<>();
    for (Symptom symptom : symptoms) {
      Cause cause = causes.remove(symptom.service());
      List<Evidence> common = rules.about(symptom, symptoms, problem);
      hypotheses(symptom, symptoms, databases, cause, problem)
          .forEach(
              (faultType, specific) -> {
                List<Evidence> evidence = new ArrayList<>(specific);
                evidence.addAll(common);
                if (cause != null) {
                  evidence.addAll(CauseEvidence.about(cause, faultType));
                }
                candidates.add(candidate(symptom.service(), faultType, evidence, problem));
              });
    }
    for (Cause unnoticed : causes.values()) {
      if (CauseEvidence.isLikely(unnoticed)) {
        rules
            .calledBySymptoms(unnoticed.service(), symptoms, problem)
            .ifPresent(
                called -> {
                  List<Evidence> evidence =
                      new ArrayList<>(CauseEvidence.about(unnoticed, unnoticed.faultType()));
                  evidence.add(called);
                  evidence.add(EvidenceRules.unnoticed());
                  candidates.add(
                      candidate(unnoticed.service(), unnoticed.faultType(), evidence, problem));
                });
      }
    }
    return believed(candidates);
  }

  private Candidate candidate(
      String service, String faultType, List<Evidence> evidence, Problem problem) {
    evidence.addAll(rules.history(service, faultType, problem.prior()));
    evidence.sort(Comparator.comparingDouble(e -> -Math.abs(e.getWeight())));
    return new Candidate(service, faultType, 0.0, evidence);
  }

  private Map<String, List<Evidence>> hypotheses(
      Symptom symptom,
      List<Symptom> all,
      Map<String, Symptom> databases,
      Cause cause,
      Problem problem) {
    Map<String, List<Evidence>> hypotheses = new TreeMap<>();
    rules.ownResources(symptom).forEach((f, e) -> add(hypotheses, f, e));
    rules.changes(symptom, problem.changes()).forEach((f, e) -> add(hypotheses, f, e));
    Map<String, PatternMatch> strongest = new TreeMap<>();
    for (PatternMatch match : problem.matches()) {
      if (Services.of(match.entity()).equals(symptom.service())) {
        strongest.merge(
            match.pattern() + '|' + match.faultType(),
            match,
            (a, b) -> a.weight() >= b.weight() ? a : b);
      }
    }
    strongest
        .values()
        .forEach(match -> add(hypotheses, match.faultType(), EvidenceRules.pattern(match)));
    attributeDatabase(symptom, all, databases, hypotheses);
    if (hypotheses.isEmpty()) {
      boolean shown = cause != null && CauseEvidence.isLikely(cause);
      hypotheses.put(
          shown ? cause.faultType() : FaultTypes.UNKNOWN,
          new ArrayList<>(List.of(rules.symptomsOnly(symptom))));
    }
    return hypotheses;
  }

  /** The latency of a database is measured at its callers, and is the database's. */
  private static void attributeDatabase(
      Symptom symptom,
      List<Symptom> all,
      Map<String, Symptom> databases,
      Map<String, List<Evidence>> into) {
    if (databases.containsKey(symptom.service())) {
      into.remove(FaultTypes.SLOW_DATABASE);
    } else if (databases.containsValue(symptom) && !symptom.speaksFor(FaultTypes.SLOW_DATABASE)) {
      List<Symptom> waiting =
          all.stream().filter(other -> symptom.equals(databases.get(other.service()))).toList();
      EvidenceRules.waitedFor(waiting)
          .ifPresent(evidence -> add(into, FaultTypes.SLOW_DATABASE, evidence));
    }
  }

  private static void add(Map<String, List<Evidence>> all, String faultType, Evidence evidence) {
    all.computeIfAbsent(faultType, key -> new ArrayList<>()).add(evidence);
  }

  private static List<Candidate> believed(List<Candidate> candidates) {
    double total = 1; // exp(0): none of these
    for (Candidate candidate : candidates) {
      candidate.setConfidence(Math.exp(weight(candidate)));
      total += candidate.getConfidence();
    }
    for (Candidate candidate : candidates) {
      candidate.setConfidence(candidate.getConfidence() / total);
    }
    candidates.sort(
        Comparator.comparingDouble((Candidate c) -> -c.getConfidence())
            .thenComparing(Candidate::getEntity)
            .thenComparing(Candidate::getFaultType));
    return new ArrayList<>(candidates.subList(0, Math.min(MAX_CANDIDATES, candidates.size())));
  }

  private static double weight(Candidate candidate) {
    double sum = candidate.getEvidence().stream().mapToDouble(Evidence::getWeight).sum();
    return Math.max(-20, Math.min(20, sum));
  }
}
