package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Acts by a signed webhook (CloudEvents 1.0, HMAC-SHA256, idempotency key). An attempt that may
 * have reached the receiver is followed by a look-up, and by another attempt only if that is
 * harmless: the receiver deduplicates, or the action is idempotent.
 */
public final class WebhookProvider implements ActionProvider {

  /** The name of this provider in the configuration. */
  public static final String NAME = "webhook";

  private final ActuatorConfig.Webhook config;
  private final Clock clock;
  private final WebhookClient client;
  private final Backoff backoff;

  /**
   * Makes the provider; it connects with the first action.
   *
   * @param random uniform in [0, 1), for the jitter
   */
  public WebhookProvider(ActuatorConfig.Webhook config, Clock clock, DoubleSupplier random) {
    this.config = config;
    this.clock = clock;
    this.client = new WebhookClient(config, clock);
    this.backoff = new Backoff(config.backoff(), config.maxBackoff(), random);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean deduplicates() {
    return config.deduplicates();
  }

  @Override
  public ProviderAnswer execute(ActionRequest request, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return new Course(request, repeatable || deduplicates(), gate).run();
  }

  @Override
  public Optional<ProviderAnswer> status(String key) throws InterruptedException {
    return lookUp(
        key,
        0,
        clock.instant().plus(config.deadline()),
        time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
  }

  /** Waits between look-ups; see {@link ExecutionGate#pause}. */
  private interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  private Optional<ProviderAnswer> lookUp(String key, int attempts, Instant deadline, Pause pause)
      throws InterruptedException {
    int failures = 0;
    for (int i = 1; clock.instant().isBefore(deadline); i++) {
      HttpReply reply = client.lookUp(key);
      if (reply.status() == 200) {
        Optional<ProviderAnswer> answer = WebhookBody.answer(reply.body(), attempts);
        if (answer.isPresent()) {
          return answer;
        }
      } else if (reply.status() != 202 && reply.status() != 409) {
        // 202, 409 and a 200 without a final status say that it still runs: the deadline bounds it.
        boolean passing = !reply.answered() || reply.status() >= 500 || reply.status() == 429;
        failures++;
        if (!passing || failures >= config.attempts()) {
          return Optional.empty();
        }
      }
      pause.pause(backoff.after(i));
    }
    return Optional.empty();
  }

  /** One action from its first attempt to its answer. */
  private final class Course {

    private final ActionRequest request;
    private final boolean repeatable;
    private final ExecutionGate gate;
    private final Instant deadline = clock.instant().plus(config.deadline());
    private int attempts;

    /** True once an attempt may have reached the receiver without a clear answer. */
    private boolean doubtful;

    Course(ActionRequest request, boolean repeatable, ExecutionGate gate) {
      this.request = request;
      this.repeatable = repeatable;
      this.gate = gate;
    }

    ProviderAnswer run() throws InterruptedException {
      String last = "no time was left";
      while (attempts < config.attempts() && clock.instant().isBefore(deadline)) {
        if (!gate.open()) {
          return halted();
        }
        attempts++;
        HttpReply reply = client.act(request);
        last = reply.describe();
        Optional<ProviderAnswer> answer = judge(reply);
        if (answer.isPresent()) {
          return answer.get();
        }
        if (attempts < config.attempts()) {
          gate.pause(wait(reply));
        }
      }
      return exhausted(last);
    }

    /** The final answer; empty if another attempt is both useful and safe. */
    private Optional<ProviderAnswer> judge(HttpReply reply) throws InterruptedException {
      int status = reply.status();
      if (!reply.sent() || status == 429) {
        return Optional.empty();
      }
      if (status == 200) {
        Optional<ProviderAnswer> answer = WebhookBody.answer(reply.body(), attempts);
        return answer.isPresent() ? answer : doubt("an answer that is none");
      }
      if (status == 409 || status == 202) {
        doubtful = true;
        return found().or(() -> unknown("still executing at the receiver when time ran out"));
      }
      if (reply.answered() && status < 500) {
        return Optional.of(new ProviderAnswer(Outcome.FAILED, refusedBy(status), attempts));
      }
      return doubt(reply.describe());
    }

    private Optional<ProviderAnswer> doubt(String what) throws InterruptedException {
      doubtful = true;
      Optional<ProviderAnswer> recorded = found();
      if (recorded.isPresent() || repeatable) {
        return recorded;
      }
      return unknown(what + "; the receiver has no record of it and it must not be repeated");
    }

    private Optional<ProviderAnswer> found() throws InterruptedException {
      return lookUp(request.getKey(), attempts, deadline, gate::pause);
    }

    private Optional<ProviderAnswer> unknown(String detail) {
      return Optional.of(new ProviderAnswer(Outcome.UNKNOWN, detail, attempts));
    }

    private ProviderAnswer halted() throws InterruptedException {
      if (!doubtful) {
        return new ProviderAnswer(
            Outcome.REFUSED, "automation was halted before it began", attempts);
      }
      return found().or(() -> unknown("automation was halted before a retry")).orElseThrow();
    }

    private ProviderAnswer exhausted(String last) {
      return doubtful
          ? unknown("gave up after " + attempts + " attempts: " + last).orElseThrow()
          : new ProviderAnswer(
              Outcome.FAILED, "never accepted in " + attempts + " attempts: " + last, attempts);
    }

    private Duration wait(HttpReply reply) {
      return reply
          .retryAfter(clock.instant())
          .map(backoff::capped)
          .orElseGet(() -> backoff.after(attempts));
    }
  }

  private static String refusedBy(int status) {
    return switch (status) {
      case 401 -> "the receiver refused the signature or its time (HTTP 401)";
      case 403 -> "the receiver forbids it (HTTP 403)";
      case 404 -> "the receiver does not know the target (HTTP 404)";
      case 422 -> "the receiver does not know the action (HTTP 422)";
      default -> "the receiver answered HTTP " + status;
    };
  }
}
