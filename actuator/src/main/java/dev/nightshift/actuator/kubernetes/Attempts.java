package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Backoff;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what may be repeated. Every attempt first reads what is there, so that an earlier one
 * that did reach the server is recognised:
 *
 * <pre>
 *   409                     the object changed meanwhile: at once, from what is there now
 *   429                     when the server says (a disruption budget, or too many requests)
 *   5xx, no answer          after the back-off
 *   other 4xx               FAILED, final
 * </pre>
 */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;

  private final Clock clock;
  private final Backoff backoff;
  private final Duration deadline;

  Attempts(ProviderContext context, KubernetesSettings settings) {
    this.clock = context.clock();
    this.backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), context.random());
    this.deadline = settings.deadline();
  }

  /** One try, from reading to the answer. */
  @FunctionalInterface
  interface Attempt {
    ProviderAnswer run(int number) throws Obstacle, InterruptedException;
  }

  /** Something that becomes true by itself, or not. */
  @FunctionalInterface
  interface Goal {
    /** An empty text if it is reached, else how far it is. */
    String missing() throws Obstacle, InterruptedException;
  }

  Instant deadline() {
    return clock.instant().plus(deadline);
  }

  /** A wait before asking again for what another has to allow. */
  Duration shortly() {
    return backoff.after(4);
  }

  Instant now() {
    return clock.instant();
  }

  /** A plan that needs the cluster. */
  @FunctionalInterface
  interface Planning {
    Plan plan() throws Obstacle, InterruptedException;
  }

  /** A question to the cluster. */
  @FunctionalInterface
  interface Question {
    Optional<ProviderAnswer> ask() throws Obstacle, InterruptedException;
  }

  /** The plan, or why there is none. */
  static Plan plan(Planning planning) throws InterruptedException {
    try {
      return planning.plan();
    } catch (Obstacle e) {
      return Plan.impossible(e.getMessage());
    } catch (KubernetesClientException e) {
      endIfInterrupted(e);
      return Plan.impossible("the cluster cannot be asked: " + describe(e));
    }
  }

  /** What is known; empty if the cluster cannot be asked. */
  static Optional<ProviderAnswer> lookUp(Question question) throws InterruptedException {
    try {
      return question.ask();
    } catch (Obstacle e) {
      LOG.info("nothing can be looked up: {}", e.getMessage());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      endIfInterrupted(e);
      LOG.warn("the cluster cannot be asked: {}", describe(e));
      return Optional.empty();
    }
  }

  /**
   * Acts, and then waits until the goal is reached.
   *
   * @return SUCCEEDED only if both came to pass by the deadline
   */
  ProviderAnswer run(ExecutionGate gate, Attempt attempt, Goal goal) throws InterruptedException {
    Instant end = deadline();
    ProviderAnswer begun = run(gate, attempt);
    if (begun.outcome() != Outcome.SUCCEEDED) {
      return begun;
    }
    String missing = await(end, goal);
    return missing.isEmpty()
        ? begun
        : new ProviderAnswer(
            Outcome.FAILED, begun.detail() + ", but: " + missing, begun.attempts());
  }

  /** Runs the attempt until there is an answer; a halt lets no further one begin. */
  ProviderAnswer run(ExecutionGate gate, Attempt attempt) throws InterruptedException {
    Instant end = deadline();
    String last = "no time was left";
    boolean doubtful = false;
    int number = 0;
    while (clock.instant().isBefore(end)) {
      if (!gate.open()) {
        return halted(doubtful, number);
      }
      number++;
      try {
        return attempt.run(number);
      } catch (Obstacle e) {
        // What was found now may be the doing of an earlier attempt.
        Outcome outcome = doubtful ? Outcome.UNKNOWN : Outcome.REFUSED;
        return new ProviderAnswer(outcome, e.getMessage(), number);
      } catch (KubernetesClientException e) {
        endIfInterrupted(e);
        last = describe(e);
        if (e.getCode() >= 400 && e.getCode() < 500 && !passing(e)) {
          return new ProviderAnswer(
              doubtful ? Outcome.UNKNOWN : Outcome.FAILED, "the cluster answered " + last, number);
        }
        doubtful |= e.getCode() == 0 || e.getCode() >= 500;
        gate.pause(e.getCode() == CONFLICT ? Duration.ZERO : wait(e, number));
      }
    }
    return new ProviderAnswer(
        doubtful ? Outcome.UNKNOWN : Outcome.FAILED,
        "gave up after " + number + " attempts: " + last,
        number);
  }

  /**
   * Waits for something that needs no further act of ours; a halt does not end that.
   *
   * @return empty text if it was reached, else how far it came by the deadline
   */
  String await(Instant end, Goal goal) throws InterruptedException {
    String missing = "not looked at yet";
    for (int i = 1; ; i++) {
      try {
        missing = goal.missing();
      } catch (Obstacle e) {
        return e.getMessage();
      } catch (KubernetesClientException e) {
        endIfInterrupted(e);
        missing = describe(e);
      }
      if (missing.isEmpty() || !clock.instant().isBefore(end)) {
        return missing;
      }
      TimeUnit.MILLISECONDS.sleep(Math.max(50, backoff.after(Math.min(i, 4)).toMillis()));
    }
  }

  private static ProviderAnswer halted(boolean doubtful, int attempts) {
    return doubtful
        ? new ProviderAnswer(Outcome.UNKNOWN, "automation was halted before a retry", attempts)
        : new ProviderAnswer(Outcome.REFUSED, "automation was halted before it began", attempts);
  }

  private Duration wait(KubernetesClientException e, int number) {
    if (e.getStatus() != null
        && e.getStatus().getDetails() != null
        && e.getStatus().getDetails().getRetryAfterSeconds() != null) {
      return backoff.capped(Duration.ofSeconds(e.getStatus().getDetails().getRetryAfterSeconds()));
    }
    return backoff.after(number);
  }

  private static boolean passing(KubernetesClientException e) {
    return e.getCode() == CONFLICT || e.getCode() == TOO_MANY;
  }

  /** The client turns an interrupt into its own exception. */
  private static void endIfInterrupted(KubernetesClientException e) throws InterruptedException {
    if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
      throw new InterruptedException("interrupted while talking to the cluster");
    }
  }

  private static String describe(KubernetesClientException e) {
    String message =
        e.getStatus() != null && e.getStatus().getMessage() != null
            ? e.getStatus().getMessage()
            : String.valueOf(e.getMessage());
    String code = e.getCode() == 0 ? "no answer" : "HTTP " + e.getCode();
    String text = code + ": " + message;
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
