package dev.nightshift.actuator.http;

import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** One action from its first attempt to its answer; see {@link HttpAction}. Used by one thread. */
final class HttpCourse {

  private final HttpLookUp receiver;
  private final Order order;
  private final boolean repeatable;
  private final ExecutionGate gate;
  private final Instant deadline;
  private int attempts;

  /** True once an attempt may have reached the receiver without a clear answer. */
  private boolean doubtful;

  HttpCourse(HttpLookUp receiver, Order order, boolean repeatable, ExecutionGate gate) {
    this.receiver = receiver;
    this.order = order;
    this.repeatable = repeatable;
    this.gate = gate;
    this.deadline = receiver.clock().instant().plus(receiver.settings().deadline());
  }

  ProviderAnswer run() throws InterruptedException {
    int most = receiver.settings().attempts();
    String last = "no time was left";
    while (attempts < most && receiver.clock().instant().isBefore(deadline)) {
      if (!gate.open()) {
        return halted();
      }
      attempts++;
      HttpReply reply = act();
      last = reply.describe();
      Optional<ProviderAnswer> answer = judge(reply);
      if (answer.isPresent()) {
        return answer.get();
      }
      if (attempts < most) {
        gate.pause(
            reply
                .retryAfter(receiver.clock().instant())
                .map(receiver.backoff()::capped)
                .orElseGet(() -> receiver.backoff().after(attempts)));
      }
    }
    return doubtful
        ? unknown("gave up after " + attempts + " attempts: " + last)
        : new ProviderAnswer(
            Outcome.FAILED, "never accepted in " + attempts + " attempts: " + last, attempts);
  }

  private HttpReply act() throws InterruptedException {
    try {
      return receiver.caller().send(receiver.protocol().act(order));
    } catch (IOException e) {
      return HttpReply.none(false, e.getMessage());
    }
  }

  /** The final answer; empty if another attempt is both useful and safe. */
  private Optional<ProviderAnswer> judge(HttpReply reply) throws InterruptedException {
    if (!reply.sent() || reply.status() == 429) {
      return Optional.empty();
    }
    if (reply.status() == 409) {
      return Optional.of(follow());
    }
    if (!reply.ok()) {
      return reply.passing()
          ? doubt(reply.describe())
          : Optional.of(
              new ProviderAnswer(Outcome.FAILED, receiver.protocol().refused(reply), attempts));
    }
    Reading reading = receiver.protocol().accepted(reply, order);
    return switch (reading.state()) {
      case SUCCEEDED, FAILED -> Optional.of(reading.answer(attempts));
      case RUNNING -> Optional.of(follow());
      case ABSENT, UNREADABLE -> doubt(reading.detail());
    };
  }

  private ProviderAnswer follow() throws InterruptedException {
    doubtful = true;
    return found().orElseGet(() -> unknown("still executing at the receiver when time ran out"));
  }

  private Optional<ProviderAnswer> doubt(String what) throws InterruptedException {
    doubtful = true;
    Optional<ProviderAnswer> recorded = found();
    if (recorded.isPresent() || repeatable) {
      return recorded;
    }
    return Optional.of(
        unknown(what + "; the receiver has no record of it and it must not be repeated"));
  }

  private ProviderAnswer halted() throws InterruptedException {
    if (!doubtful) {
      return new ProviderAnswer(Outcome.REFUSED, "automation was halted before it began", attempts);
    }
    return found().orElseGet(() -> unknown("automation was halted before a retry"));
  }

  private Optional<ProviderAnswer> found() throws InterruptedException {
    return receiver.until(deadline, order).map(reading -> reading.answer(attempts));
  }

  private ProviderAnswer unknown(String detail) {
    return new ProviderAnswer(Outcome.UNKNOWN, detail, attempts);
  }
}
