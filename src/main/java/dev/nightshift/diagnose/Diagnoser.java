package dev.nightshift.diagnose;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.detect.StableId;
import dev.nightshift.diagnose.evidence.Cause;
import dev.nightshift.diagnose.evidence.CauseRanking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns the events of one system into diagnoses, in event time. Pure and thread-safe; all state is
 * passed in.
 *
 * <p>Events are held until the watermark passes them and are then taken in the order of their
 * times, so that the same events give the same diagnoses in whatever order they arrive. The first
 * anomaly of a problem waits {@code settleMillis} for its company; later facts make a new revision
 * if they change the best candidate, its confidence, or which anomalies belong to it.
 */
public final class Diagnoser {

  /** Revision waits from the end of a cause to a look at what lasts: callers recover last. */
  private static final int AFTERMATH_STEPS = 4;

  private static final long SAME_ONSET_MILLIS = 60_000;
  private static final long FORGET_ACTIVE_MILLIS = 86_400_000L;

  private static final Comparator<SystemEvent> ORDER =
      Comparator.comparingLong(SystemEvent::timeMillis)
          .thenComparingInt(event -> order(event.kind()))
          .thenComparing(SystemEvent::entity)
          .thenComparing(event -> event.anomaly() == null ? "" : event.anomaly().getId())
          .thenComparing(event -> event.match() == null ? "" : event.match().pattern());

  private final DiagnoserSettings settings;
  private final ServiceGraph graph;
  private final ProblemGrouping grouping;
  private final ProblemParting parting;
  private final Ranker ranker;
  private final LearnedConfidence confidence = new LearnedConfidence();
  private final Revisions revisions;

  public Diagnoser(DiagnoserSettings settings, ServiceGraph graph) {
    this.settings = settings;
    this.graph = graph;
    this.grouping = new ProblemGrouping(graph, settings);
    this.parting = new ProblemParting(graph);
    this.ranker = new Ranker(graph);
    this.revisions = new Revisions(confidence, settings.materialConfidence());
  }

  /**
   * Takes one event; nothing is decided before {@link #advance}. What somebody says of an earlier
   * diagnosis has no event time and is learned at once.
   */
  public void accept(DiagnoserState state, SystemEvent event) {
    if (event.kind() == SystemEvent.Kind.LABEL) {
      feedback(state, event.label());
      return;
    }
    if (state.pending.size() >= DiagnoserState.MAX_PENDING) {
      state.dropped++;
      return;
    }
    state.pending.add(event);
  }

  /** Remembers a verdict of a person or of verification on an earlier diagnosis. */
  private void feedback(DiagnoserState state, FeedbackLabel label) {
    Verdict.of(label)
        .flatMap(verdict -> confidence.learn(state.outcomes, label, verdict))
        .ifPresent(
            judged ->
                state.prior.record(judged.said().entity, judged.said().faultType, judged.right()));
  }

  /** When to call {@link #advance} next, in event time; {@link Long#MAX_VALUE} for never. */
  public long nextDeadline(DiagnoserState state) {
    long next = Long.MAX_VALUE;
    for (SystemEvent event : state.pending) {
      next = Math.min(next, event.timeMillis());
    }
    for (ProblemState problem : state.problems) {
      next = Math.min(next, problem.dueAt > 0 ? problem.dueAt : expiry(problem));
    }
    return next;
  }

  /**
   * Takes in all events up to the watermark and says what is due.
   *
   * @return new revisions, in the order of their times
   */
  public List<Diagnosis> advance(DiagnoserState state, long watermark) {
    List<SystemEvent> ready = new ArrayList<>();
    List<SystemEvent> later = new ArrayList<>();
    for (SystemEvent event : state.pending) {
      (event.timeMillis() <= watermark ? ready : later).add(event);
    }
    state.pending = later;
    ready.sort(ORDER);
    List<Diagnosis> said = new ArrayList<>();
    for (SystemEvent event : ready) {
      due(state, event.timeMillis() - 1, said);
      take(state, event);
    }
    due(state, watermark, said);
    state.advancedTo = Math.max(state.advancedTo, watermark);
    expire(state, watermark);
    return said;
  }

  private void take(DiagnoserState state, SystemEvent event) {
    switch (event.kind()) {
      case CALL -> graph.observe(state.graph, event.call());
      case CHANGE -> {
        state.changes.add(event.change());
        if (state.changes.size() > DiagnoserState.MAX_CHANGES) {
          state.changes.remove(0);
        }
      }
      case ANOMALY -> anomaly(state, event.anomaly());
      case MATCH -> match(state, event.match());
      case CAUSES -> causes(state, event.causes());
      case LABEL, PLACEMENT -> throw new IllegalStateException(event.kind() + " is no fact here");
    }
  }

  /** Answers are about their onset: of a problem that began at another time they say nothing. */
  private void causes(DiagnoserState state, CauseRanking ranking) {
    for (ProblemState problem : state.problems) {
      boolean asked = ranking.anomalies().stream().anyMatch(problem.anomalies::containsKey);
      boolean near = Math.abs(ranking.onset() - problem.onset) <= SAME_ONSET_MILLIS;
      if (asked && (near || problem.causes.isEmpty())) {
        List<Cause> likeliest = ranking.causes();
        int kept = Math.min(ProblemState.MAX_CAUSES, likeliest.size());
        problem.causes = new ArrayList<>(likeliest.subList(0, kept));
        if (problem.revision > 0) {
          schedule(problem, ranking.timeMillis());
        }
      }
    }
  }

  private void anomaly(DiagnoserState state, Anomaly anomaly) {
    ProblemState problem = grouping.find(state, anomaly).orElse(null);
    if (problem == null) {
      if (anomaly.getPhase() == AnomalyPhase.ENDED) {
        return;
      }
      problem = begin(state, anomaly);
    }
    boolean known = problem.anomalies.containsKey(anomaly.getId());
    if (!known && problem.anomalies.size() >= ProblemState.MAX_ANOMALIES) {
      state.dropped++;
      return;
    }
    problem.anomalies.put(anomaly.getId(), anomaly);
    problem.onset = Math.min(problem.onset, anomaly.getOnset());
    problem.lastActivity = Math.max(problem.lastActivity, anomaly.getUpdated());
    if (!known) {
      for (ProblemState other :
          grouping.explainedToo(state, problem, Services.of(anomaly.getEntity()))) {
        absorb(state, problem, other);
      }
    }
    if (anomaly.getPhase() == AnomalyPhase.ENDED) {
      if (ProblemParting.outlastsItsCause(problem)) {
        schedule(problem, anomaly.getUpdated() + AFTERMATH_STEPS * settings.revisionMillis());
      }
    } else if (!known && problem.revision > 0) {
      // At once: where the anomaly belongs is known, and whoever hears of it should know it too.
      schedule(problem, anomaly.getUpdated());
    } else {
      schedule(problem, anomaly.getUpdated() + settings.revisionMillis());
    }
  }

  private ProblemState begin(DiagnoserState state, Anomaly anomaly) {
    if (state.problems.size() >= settings.maxProblems()) {
      state.problems.remove(0);
      state.dropped++;
    }
    ProblemState problem = new ProblemState();
    problem.id = StableId.of("d", anomaly.getSystem(), anomaly.getId());
    problem.onset = anomaly.getOnset();
    problem.dueAt = anomaly.getUpdated() + settings.settleMillis();
    state.problems.add(problem);
    return problem;
  }

  private static void absorb(DiagnoserState state, ProblemState problem, ProblemState other) {
    other.anomalies.forEach(problem.anomalies::putIfAbsent);
    problem.matches.addAll(other.matches);
    problem.causes = problem.causes.isEmpty() ? other.causes : problem.causes;
    problem.onset = Math.min(problem.onset, other.onset);
    problem.lastActivity = Math.max(problem.lastActivity, other.lastActivity);
    state.problems.remove(other);
  }

  private void match(DiagnoserState state, PatternMatch match) {
    ProblemState best = null;
    for (ProblemState problem : state.problems) {
      if (match.events().stream().anyMatch(problem.anomalies::containsKey)) {
        best = problem;
        break;
      }
      if (best == null && ProblemGrouping.services(problem).contains(Services.of(match.entity()))) {
        best = problem;
      }
    }
    if (best != null && best.matches.size() < ProblemState.MAX_MATCHES) {
      best.matches.add(match);
      schedule(best, match.timeMillis() + settings.revisionMillis());
    }
  }

  private void schedule(ProblemState problem, long at) {
    if (problem.revision >= settings.maxRevisions()) {
      return;
    }
    if (problem.dueAt == 0 || (problem.revision > 0 && at < problem.dueAt)) {
      problem.dueAt = at;
    }
  }

  private void due(DiagnoserState state, long until, List<Diagnosis> said) {
    state.problems.stream()
        .filter(problem -> problem.dueAt > 0 && problem.dueAt <= until)
        .sorted(
            Comparator.comparingLong((ProblemState problem) -> problem.dueAt)
                .thenComparing(problem -> problem.id))
        .forEach(problem -> rank(state, problem, said));
  }

  private void rank(DiagnoserState state, ProblemState problem, List<Diagnosis> said) {
    long at = problem.dueAt;
    problem.dueAt = 0;
    List<Candidate> candidates = candidates(state, problem);
    Optional<ProblemState> other = part(state, problem, candidates);
    if (other.isPresent()) {
      state.problems.add(other.get());
      candidates = candidates(state, problem);
    }
    revisions.next(state.outcomes, problem, at, candidates).ifPresent(said::add);
    other.ifPresent(
        part -> {
          part.dueAt = at;
          rank(state, part, said);
        });
  }

  private Optional<ProblemState> part(
      DiagnoserState state, ProblemState problem, List<Candidate> candidates) {
    return state.problems.size() < settings.maxProblems()
        ? parting
            .part(state.graph, problem, candidates.get(0))
            .or(() -> parting.rest(problem, candidates))
        : Optional.empty();
  }

  private List<Candidate> candidates(DiagnoserState state, ProblemState problem) {
    return ranker.rank(
        new Ranker.Problem(
            problem.anomalies.values(),
            state.graph,
            state.changes,
            problem.matches,
            problem.causes,
            state.prior));
  }

  private void expire(DiagnoserState state, long now) {
    state.problems.removeIf(problem -> problem.dueAt == 0 && expiry(problem) <= now);
    state.changes.removeIf(change -> now - change.timeMillis() > settings.changeMillis());
  }

  private long expiry(ProblemState problem) {
    return problem.lastActivity
        + (ProblemGrouping.isActive(problem) ? FORGET_ACTIVE_MILLIS : settings.joinMillis())
        + 1;
  }

  /** At the same time: first the graph, then changes, then anomalies, then what others say. */
  private static int order(SystemEvent.Kind kind) {
    return switch (kind) {
      case CALL -> 0;
      case CHANGE -> 1;
      case ANOMALY -> 2;
      case MATCH -> 3;
      case CAUSES -> 4;
      case LABEL -> 5;
      case PLACEMENT -> 6;
    };
  }
}
