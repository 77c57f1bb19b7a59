package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Candidate;
import dev.nightshift.detect.StableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells two problems apart that were taken for one.
 *
 * <p>A cause explains that the services which call it fail or slow down, not that one of them runs
 * out of memory. Symptoms whose own resources speak for a cause of their own are a problem of their
 * own, and take along what they explain and the other cause does not.
 */
final class ProblemParting {

  /** Strength from which a service's own resources speak for a cause there. */
  private static final double OWN_CAUSE = 0.5;

  private final ServiceGraph graph;
  private final EvidenceRules rules;

  ProblemParting(ServiceGraph graph) {
    this.graph = graph;
    this.rules = new EvidenceRules(graph);
  }

  /**
   * Takes from a problem what its best candidate does not explain. The part that was told about
   * before keeps its identity.
   *
   * @return the other problem; empty if there is but one
   */
  Optional<ProblemState> part(GraphState state, ProblemState problem, Candidate best) {
    List<Symptom> symptoms = Symptom.of(problem.anomalies.values());
    Set<String> waiting = rules.databases(symptoms, state).keySet();
    List<Symptom> causes = new ArrayList<>();
    List<Symptom> others = new ArrayList<>();
    for (Symptom symptom : symptoms) {
      boolean isBest = symptom.service().equals(best.getEntity());
      if (isBest) {
        causes.add(symptom);
      } else if (hasCause(symptom, waiting)) {
        others.add(symptom);
      }
    }
    if (causes.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    Set<String> leaving = new HashSet<>();
    for (Symptom symptom : symptoms) {
      boolean another = others.contains(symptom);
      if (another || (!explain(state, causes, symptom) && explain(state, others, symptom))) {
        leaving.add(symptom.service());
      }
    }
    if (leaving.contains(problem.saidEntity)) {
      Set<String> rest = new HashSet<>(ProblemGrouping.services(problem));
      rest.removeAll(leaving);
      leaving = rest;
    }
    return Optional.of(split(problem, leaving));
  }

  /**
   * Whether a service's own resources say that something is wrong there.
   *
   * @param waiting services whose slow database is known
   */
  private static boolean hasCause(Symptom symptom, Set<String> waiting) {
    return symptom.ownStrength() >= OWN_CAUSE
        || (symptom.strength(FaultTypes.SLOW_DATABASE) >= OWN_CAUSE
            && !waiting.contains(symptom.service()));
  }

  /**
   * Takes from a problem whose cause is well again what lasts, if that has a cause of its own: what
   * only suffers goes soon, and is no problem of its own.
   *
   * @param candidates of the whole problem, best first: who waited for a database that is well
   *     again is not slow itself
   */
  Optional<ProblemState> rest(ProblemState problem, List<Candidate> candidates) {
    if (!outlastsItsCause(problem)) {
      return Optional.empty();
    }
    Set<String> lasting = new HashSet<>();
    for (Anomaly anomaly : problem.anomalies.values()) {
      if (anomaly.getPhase() != AnomalyPhase.ENDED) {
        lasting.add(Services.of(anomaly.getEntity()));
      }
    }
    return candidates.stream()
        .filter(candidate -> lasting.contains(candidate.getEntity()))
        .findFirst()
        .filter(candidate -> !FaultTypes.SYMPTOMATIC.contains(candidate.getFaultType()))
        .map(candidate -> split(problem, lasting));
  }

  /** Whether the service that was blamed shows nothing any more while others do. */
  static boolean outlastsItsCause(ProblemState problem) {
    boolean blamedIsWell = false;
    boolean othersLast = false;
    for (Anomaly anomaly : problem.anomalies.values()) {
      boolean lasts = anomaly.getPhase() != AnomalyPhase.ENDED;
      if (!Services.of(anomaly.getEntity()).equals(problem.saidEntity)) {
        othersLast |= lasts;
      } else if (lasts) {
        return false;
      } else {
        blamedIsWell = true;
      }
    }
    return blamedIsWell && othersLast;
  }

  private boolean explain(GraphState state, List<Symptom> causes, Symptom symptom) {
    List<String> below = graph.calleesOf(state, symptom.service(), ServiceGraph.DEFAULT_DEPTH);
    return causes.stream()
        .anyMatch(
            cause ->
                cause.service().equals(symptom.service())
                    || (below.contains(cause.service())
                        && cause.onset()
                            <= symptom.onset() + EvidenceRules.EXPLAINS_WITHIN_MILLIS));
  }

  private static ProblemState split(ProblemState problem, Set<String> leaving) {
    ProblemState part = new ProblemState();
    List<Anomaly> moved =
        problem.anomalies.values().stream()
            .filter(anomaly -> leaving.contains(Services.of(anomaly.getEntity())))
            .toList();
    for (Anomaly anomaly : moved) {
      problem.anomalies.remove(anomaly.getId());
      part.anomalies.put(anomaly.getId(), anomaly);
    }
    part.matches.addAll(
        problem.matches.stream()
            .filter(match -> leaving.contains(Services.of(match.entity())))
            .toList());
    problem.matches.removeAll(part.matches);
    part.causes.addAll(problem.causes);
    problem.onset = onset(problem.anomalies);
    part.onset = onset(part.anomalies);
    part.lastActivity = problem.lastActivity;
    String first = part.anomalies.keySet().stream().sorted().findFirst().orElseThrow();
    part.id = StableId.of("d", problem.id, first);
    return part;
  }

  private static long onset(Map<String, Anomaly> anomalies) {
    return anomalies.values().stream().mapToLong(Anomaly::getOnset).min().orElseThrow();
  }
}
