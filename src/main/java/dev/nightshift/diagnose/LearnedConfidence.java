package dev.nightshift.diagnose;

import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Stance;
import dev.nightshift.diagnose.OutcomeState.Outcome;
import dev.nightshift.diagnose.OutcomeState.Said;
import dev.nightshift.diagnose.evidence.PatternSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Believes a system's diagnoses as far as they proved right there. Pure and thread-safe; all state
 * is passed in.
 *
 * <p>The log-odds of every candidate against "none of these" become {@code slope * log-odds +
 * shift} (Platt, Advances in Large Margin Classifiers 1999, in the form of Guo et al., ICML 2017):
 * the order of candidates stays, and more evidence is never less belief. Both parameters are those
 * under which the verdicts are likeliest, with a normal prior around "as ranked" that a few
 * verdicts do not move far; see {@link #fit}.
 */
final class LearnedConfidence {

  private static final int MAX_SAID = 100;

  /** Older ones are forgotten: what a ranker can do changes with what it is told. */
  private static final int MAX_OUTCOMES = 200;

  /** Standard deviations of the prior around 1 and 0. */
  private static final double SLOPE_SPREAD = 0.3;

  private static final double SHIFT_SPREAD = 0.8;

  private static final double LEAST_SLOPE = 0.2;
  private static final double MOST_SLOPE = 3;
  private static final double MOST_SHIFT = 6;
  private static final double MOST_LOG_ODDS = 20;
  private static final double TINY = 1e-9;

  /** From these confidences on diagnoses count as equally sure, when they are told in words. */
  private static final double[] AS_SURE = {0, 0.5, 0.7, 0.85, 0.95};

  /**
   * A verdict that was taken in.
   *
   * @param said the diagnosis that it is about
   */
  record Judged(Said said, boolean right) {}

  /** Remembers what was said, until a verdict comes. */
  void said(OutcomeState state, ProblemState problem, long at, List<Candidate> ranked) {
    state.said.removeIf(earlier -> earlier.id.equals(problem.id));
    Said said = new Said();
    said.id = problem.id;
    said.entity = Services.of(ranked.get(0).getEntity());
    said.faultType = ranked.get(0).getFaultType();
    said.at = at;
    said.logOdds = logOdds(ranked);
    state.said.add(said);
    if (state.said.size() > MAX_SAID) {
      state.said.remove(0);
    }
  }

  /**
   * Takes a verdict in.
   *
   * @return empty if it is about nothing that was said, or repeats what is known
   */
  Optional<Judged> learn(OutcomeState state, FeedbackLabel label, Verdict verdict) {
    Said said = subject(state, label);
    if (said == null) {
      return Optional.empty();
    }
    Outcome earlier = null;
    for (Outcome outcome : state.outcomes) {
      if (outcome.id.equals(said.id)) {
        earlier = outcome;
      }
    }
    if (earlier != null && (earlier.byPerson || !verdict.byPerson())) {
      return Optional.empty();
    }
    boolean news = earlier == null || earlier.right != verdict.right();
    state.outcomes.remove(earlier);
    Outcome outcome = new Outcome();
    outcome.id = said.id;
    outcome.logOdds = said.logOdds;
    outcome.right = verdict.right();
    outcome.count = verdict.count();
    outcome.byPerson = verdict.byPerson();
    state.outcomes.add(outcome);
    if (state.outcomes.size() > MAX_OUTCOMES) {
      state.outcomes.remove(0);
    }
    fit(state);
    return news ? Optional.of(new Judged(said, verdict.right())) : Optional.empty();
  }

  /** The newest that blamed the entity in the time that the label speaks of. */
  private static Said subject(OutcomeState state, FeedbackLabel label) {
    String entity = Services.of(label.getEntity());
    Said subject = null;
    for (Said said : state.said) {
      boolean then = said.at >= label.getFrom() && said.at <= label.getTo();
      if (then && said.entity.equals(entity) && (subject == null || said.at >= subject.at)) {
        subject = said;
      }
    }
    return subject;
  }

  /** The same candidates in the same order, as far as they are believed. */
  List<Candidate> believed(OutcomeState state, List<Candidate> ranked) {
    if (state.outcomes.isEmpty()) {
      return ranked;
    }
    float[] logOdds = logOdds(ranked);
    double[] confidences = confidences(logOdds, state.slope, state.shift);
    List<Candidate> believed = new ArrayList<>();
    for (int i = 0; i < confidences.length; i++) {
      Candidate candidate = ranked.get(i);
      List<Evidence> evidence = new ArrayList<>(candidate.getEvidence());
      evidence.add(history(state, candidate.getConfidence(), logOdds[i]));
      believed.add(
          new Candidate(candidate.getEntity(), candidate.getFaultType(), confidences[i], evidence));
    }
    return believed;
  }

  private static Evidence history(OutcomeState state, double confidence, double logOdds) {
    int level = level(confidence);
    int times = 0;
    int right = 0;
    int allRight = 0;
    for (Outcome outcome : state.outcomes) {
      allRight += outcome.right ? 1 : 0;
      if (level(confidences(outcome.logOdds, 1, 0)[0]) == level) {
        times++;
        right += outcome.right ? 1 : 0;
      }
    }
    double added = state.slope * logOdds + state.shift - logOdds;
    return new Evidence(
        "history",
        added < 0 ? Stance.AGAINST : Stance.FOR,
        String.format(
            Locale.ROOT,
            "as sure as this (%.0f %%), the ranking was right %d of %d times in this system; in all"
                + " %d of %d",
            100 * confidence,
            right,
            times,
            allRight,
            state.outcomes.size()),
        added);
  }

  private static int level(double confidence) {
    int level = 0;
    while (level + 1 < AS_SURE.length && confidence >= AS_SURE[level + 1]) {
      level++;
    }
    return level;
  }

  /**
   * Maximum a posteriori. Two parameters and at most {@link #MAX_OUTCOMES} verdicts: milliseconds,
   * and only when a verdict comes.
   */
  private static void fit(OutcomeState state) {
    PatternSearch.Point best =
        PatternSearch.minimize(
            new PatternSearch.Point(1, 0),
            (slope, shift) ->
                slope < LEAST_SLOPE || slope > MOST_SLOPE || Math.abs(shift) > MOST_SHIFT
                    ? Double.MAX_VALUE
                    : surprise(state.outcomes, slope, shift));
    state.slope = best.x();
    state.shift = best.y();
  }

  /** Negative log-posterior in nats. */
  private static double surprise(List<Outcome> outcomes, double slope, double shift) {
    double far = (slope - 1) / SLOPE_SPREAD;
    double off = shift / SHIFT_SPREAD;
    double sum = 0.5 * (far * far + off * off);
    for (Outcome outcome : outcomes) {
      double first = confidences(outcome.logOdds, slope, shift)[0];
      first = Math.max(TINY, Math.min(1 - TINY, first));
      sum -= outcome.count * Math.log(outcome.right ? first : 1 - first);
    }
    return sum;
  }

  private static double[] confidences(float[] logOdds, double slope, double shift) {
    double[] confidences = new double[logOdds.length];
    double total = 1;
    for (int i = 0; i < logOdds.length; i++) {
      confidences[i] = Math.exp(slope * logOdds[i] + shift);
      total += confidences[i];
    }
    for (int i = 0; i < logOdds.length; i++) {
      confidences[i] /= total;
    }
    return confidences;
  }

  private static float[] logOdds(List<Candidate> ranked) {
    double none = 1 - ranked.stream().mapToDouble(Candidate::getConfidence).sum();
    float[] logOdds = new float[ranked.size()];
    for (int i = 0; i < logOdds.length; i++) {
      double odds = Math.max(TINY, ranked.get(i).getConfidence()) / Math.max(TINY, none);
      logOdds[i] = (float) Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, Math.log(odds)));
    }
    return logOdds;
  }
}
