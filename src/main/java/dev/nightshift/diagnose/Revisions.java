package dev.nightshift.diagnose;

import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns the candidates of a problem into a revision of its diagnosis, if that says anything new.
 * Pure and thread-safe; all state is passed in.
 */
final class Revisions {

  private final LearnedConfidence confidence;
  private final double materialConfidence;

  /**
   * @param materialConfidence change of the best candidate's confidence that is worth a revision
   */
  Revisions(LearnedConfidence confidence, double materialConfidence) {
    this.confidence = confidence;
    this.materialConfidence = materialConfidence;
  }

  /**
   * The next revision.
   *
   * @param ranked best first
   * @return empty if it would only repeat the last one
   */
  Optional<Diagnosis> next(
      OutcomeState outcomes, ProblemState problem, long at, List<Candidate> ranked) {
    List<Candidate> candidates = confidence.believed(outcomes, ranked);
    Candidate best = candidates.get(0);
    List<String> patterns =
        problem.matches.stream().map(PatternMatch::pattern).distinct().sorted().toList();
    if (!isMaterial(problem, best, patterns.size())) {
      return Optional.empty();
    }
    problem.revision++;
    problem.saidEntity = best.getEntity();
    problem.saidFaultType = best.getFaultType();
    problem.saidConfidence = best.getConfidence();
    problem.saidAnomalies = problem.anomalies.size();
    problem.saidPatterns = patterns.size();
    confidence.said(outcomes, problem, at, ranked);
    return Optional.of(
        Diagnosis.newBuilder()
            .setId(problem.id)
            .setSystem(problem.anomalies.values().iterator().next().getSystem())
            .setRevision(problem.revision)
            .setAt(at)
            .setOnset(problem.onset)
            .setAnomalies(new ArrayList<>(problem.anomalies.keySet().stream().sorted().toList()))
            .setEntities(entities(problem, best))
            .setCandidates(candidates)
            .setPatterns(new ArrayList<>(patterns))
            .build());
  }

  /** Those with symptoms, and the cause, which may have none that a detector noticed. */
  private static List<String> entities(ProblemState problem, Candidate best) {
    Set<String> entities = new TreeSet<>(ProblemGrouping.services(problem));
    entities.add(best.getEntity());
    return new ArrayList<>(entities);
  }

  private boolean isMaterial(ProblemState problem, Candidate best, int patterns) {
    return problem.revision == 0
        || !best.getEntity().equals(problem.saidEntity)
        || !best.getFaultType().equals(problem.saidFaultType)
        || Math.abs(best.getConfidence() - problem.saidConfidence) >= materialConfidence
        || problem.anomalies.size() != problem.saidAnomalies
        || patterns > problem.saidPatterns;
  }
}
