package dev.nightshift.actuator.http;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Backoff;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import java.time.Instant;
import java.util.Optional;

/**
 * An action by calls over HTTP. An attempt that may have reached the receiver is followed by a
 * look-up, and by another attempt only if that is harmless. What the receiver has accepted is
 * followed to its end:
 *
 * <pre>
 *   never sent, 429        again, when Retry-After or the back-off says
 *   2xx                    what the protocol reads in it: an outcome, or "running"
 *   409, "running"         looked up until there is an outcome or the deadline
 *   other 3xx, 4xx         FAILED, final
 *   5xx, time-out, reset,
 *   nonsense               looked up; again only where that is harmless; else UNKNOWN
 * </pre>
 */
public final class HttpAction implements Action {

  private final ActionSpec spec;
  private final HttpLookUp receiver;

  /** Makes an action; actions at one receiver share a caller. */
  public HttpAction(
      ActionSpec spec,
      HttpProtocol protocol,
      HttpCaller caller,
      HttpSettings settings,
      ProviderContext context) {
    this.spec = spec;
    Backoff backoff = new Backoff(settings.backoff(), settings.maxBackoff(), context.random());
    this.receiver = new HttpLookUp(protocol, caller, settings, backoff, context.clock());
  }

  @Override
  public ActionSpec spec() {
    return spec;
  }

  @Override
  public Plan plan(Order order) {
    return Plan.of(receiver.protocol().describe(order));
  }

  @Override
  public ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return new HttpCourse(receiver, order, repeatable, gate).run();
  }

  /** The order says that it is an undo; the receiver acts on that. */
  @Override
  public ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return execute(order, repeatable, gate);
  }

  @Override
  public Optional<ProviderAnswer> status(Order order) throws InterruptedException {
    Instant deadline = receiver.clock().instant().plus(receiver.settings().deadline());
    return receiver.until(deadline, order).map(reading -> reading.answer(0));
  }
}
