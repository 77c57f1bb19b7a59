package dev.nightshift.diagnose.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides when the services of a system are asked what they see, and which they are. Pure and
 * thread-safe; all state is passed in. Times are event time.
 *
 * <p>The first anomaly waits for its company, so that one fault is one round of questions and not
 * one for each service that suffers; a symptom of somebody else is asked about at once. How often a
 * system is asked is so bounded, whatever happens in it.
 */
public final class Inquirer {

  private static final long UNSEEN_MILLIS = 86_400_000L;

  private final long settleMillis;
  private final int maxServices;

  /**
   * @param settleMillis wait from the first anomaly to the questions
   * @param maxServices of a system that are asked; more are counted and refused
   */
  public Inquirer(long settleMillis, int maxServices) {
    this.settleMillis = settleMillis;
    this.maxServices = maxServices;
  }

  /**
   * Takes one observation in, of a service's presence, an anomaly or a symptom.
   *
   * @param timeMillis now
   * @return the questions to ask now: to each service, and one to the system; mostly none
   */
  public List<Question> accept(InquiryState state, Observation seen, long timeMillis) {
    switch (seen.kind()) {
      case PRESENT -> present(state, seen);
      case ANOMALY -> gather(state, seen, timeMillis);
      case SYMPTOM -> {
        return ask(
            state,
            new Question(
                seen.system(),
                "",
                seen.entity(),
                seen.name(),
                (long) seen.value(),
                seen.error(),
                new ArrayList<>(),
                timeMillis));
      }
      default -> throw new IllegalArgumentException("nobody is asked because of " + seen.kind());
    }
    return List.of();
  }

  /** When to call {@link #advance} next; {@link Long#MAX_VALUE} for never. */
  public static long nextDeadline(InquiryState state) {
    return state.dueAt == 0 ? Long.MAX_VALUE : state.dueAt;
  }

  /** The questions that are due. */
  public List<Question> advance(InquiryState state, String system, long timeMillis) {
    if (state.dueAt == 0 || timeMillis < state.dueAt) {
      return List.of();
    }
    Question question =
        new Question(
            system, "", "", "", state.onset, false, new ArrayList<>(state.anomalies), timeMillis);
    state.dueAt = 0;
    state.anomalies.clear();
    return ask(state, question);
  }

  private void present(InquiryState state, Observation seen) {
    String service = seen.entity();
    if (!state.services.containsKey(service) && state.services.size() >= maxServices) {
      forget(state, seen.timeMillis());
    }
    if (state.services.containsKey(service) || state.services.size() < maxServices) {
      state.services.merge(service, seen.timeMillis(), Math::max);
    } else {
      state.refused++;
    }
  }

  private void gather(InquiryState state, Observation anomaly, long timeMillis) {
    if (state.dueAt == 0) {
      state.dueAt = timeMillis + settleMillis;
      state.onset = Long.MAX_VALUE;
    }
    state.onset = Math.min(state.onset, (long) anomaly.value());
    if (state.anomalies.size() < InquiryState.MAX_ANOMALIES) {
      state.anomalies.add(anomaly.from());
    }
  }

  private static List<Question> ask(InquiryState state, Question question) {
    forget(state, question.timeMillis());
    List<Question> questions = new ArrayList<>();
    state.services.keySet().stream().sorted().forEach(s -> questions.add(question.to(s)));
    questions.add(question);
    return questions;
  }

  private static void forget(InquiryState state, long timeMillis) {
    state.services.values().removeIf(seen -> timeMillis - seen > UNSEEN_MILLIS);
  }
}
