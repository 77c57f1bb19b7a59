package dev.nightshift.actuator;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Outcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one entry of the ledger, or finds out what came of it. Thread-safe. */
final class Executor {

  private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
  private static final Duration HALT_CHECK = Duration.ofMillis(500);

  private final ActuatorConfig config;
  private final Admission admission;
  private final Ledger ledger;
  private final Map<String, Action> actions = new HashMap<>();
  private final Clock clock;

  /**
   * Makes the executor of a configuration's rules.
   *
   * @throws IllegalArgumentException if a rule names a provider that is not among these
   */
  Executor(ActuatorConfig config, Ledger ledger, List<ActionProvider> providers, Clock clock) {
    this.config = config;
    this.admission = new Admission(config);
    this.ledger = ledger;
    this.clock = clock;
    Map<String, ActionProvider> named = new HashMap<>();
    providers.forEach(provider -> named.put(provider.name(), provider));
    for (ActionRule rule : config.actions().values()) {
      ActionProvider provider = named.get(rule.provider());
      if (provider == null) {
        throw new IllegalArgumentException("there is no provider '" + rule.provider() + "'");
      }
      actions.put(rule.name(), provider.action(rule.spec().operation()));
    }
  }

  ProviderAnswer run(LedgerEntry entry) throws InterruptedException {
    try {
      if (entry.interrupted() && !entry.dryRun()) {
        return recover(entry.request());
      }
      return entry.dryRun() || admission.dryRun(entry.request())
          ? rehearse(entry.request())
          : begin(entry.request());
    } catch (RuntimeException e) {
      LOG.error("{}: the provider failed", entry.key(), e);
      return new ProviderAnswer(
          Outcome.UNKNOWN, "the provider failed with " + e.getClass().getSimpleName(), 1);
    }
  }

  /** Says what would be done, and does nothing. */
  private ProviderAnswer rehearse(ActionRequest request) throws InterruptedException {
    Optional<String> refusal = admission.refusal(request, clock.instant());
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    Order order = admission.order(request);
    try {
      return refused("dry run: " + actions.get(request.getAction()).plan(order).describe());
    } catch (RuntimeException e) {
      LOG.warn("{}: planning failed", request.getKey(), e);
      return refused("dry run: cannot be planned: " + e.getMessage());
    }
  }

  private ProviderAnswer begin(ActionRequest request) throws InterruptedException {
    // The configuration may have become stricter since the claim.
    Optional<String> refusal = admission.refusal(request, clock.instant());
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    Action action = actions.get(request.getAction());
    Order order = admission.order(request);
    Optional<String> obstacle;
    try {
      obstacle = action.precondition(order);
    } catch (RuntimeException e) {
      LOG.warn("{}: its precondition cannot be checked", request.getKey(), e);
      return new ProviderAnswer(
          Outcome.FAILED, "whether it may be done cannot be found out: " + e.getMessage(), 0);
    }
    if (obstacle.isPresent()) {
      return refused(obstacle.get());
    }
    return act(action, order, repeatable(request, action), new Gate(request));
  }

  /**
   * Somebody began this and fell silent: repeat it only where that is harmless and still wanted.
   */
  private ProviderAnswer recover(ActionRequest request) throws InterruptedException {
    Action action = actions.get(request.getAction());
    if (action == null) {
      return new ProviderAnswer(Outcome.UNKNOWN, "interrupted; the action is no longer allowed", 0);
    }
    Gate gate = new Gate(request);
    boolean wanted =
        !admission.dryRun(request)
            && admission.refusal(request, clock.instant()).isEmpty()
            && gate.open();
    if (repeatable(request, action) && wanted) {
      ProviderAnswer answer = act(action, admission.order(request), true, gate);
      // "Never begun" holds for this attempt, not for the interrupted one.
      return answer.outcome() == Outcome.REFUSED
          ? new ProviderAnswer(Outcome.UNKNOWN, answer.detail(), answer.attempts())
          : answer;
    }
    Optional<ProviderAnswer> recorded = action.status(admission.order(request));
    return recorded.orElseGet(
        () ->
            new ProviderAnswer(
                Outcome.UNKNOWN, "interrupted, and the provider has no record of it", 0));
  }

  private static ProviderAnswer act(Action action, Order order, boolean repeatable, Gate gate)
      throws InterruptedException {
    return order.undo()
        ? action.undo(order, repeatable, gate)
        : action.execute(order, repeatable, gate);
  }

  private boolean repeatable(ActionRequest request, Action action) {
    ActionRule rule = config.actions().get(request.getAction());
    return action.spec().idempotency().harmless() || (rule.idempotent() && request.getIdempotent());
  }

  private static ProviderAnswer refused(String why) {
    return new ProviderAnswer(Outcome.REFUSED, why, 0);
  }

  private final class Gate implements ExecutionGate {

    private final ActionRequest request;

    Gate(ActionRequest request) {
      this.request = request;
    }

    @Override
    public boolean open() {
      try {
        return ledger.halted(request.getSystem(), request.getTarget()).isEmpty();
      } catch (SQLException e) {
        LOG.warn("{}: whether automation is halted cannot be read", request.getKey(), e);
        return false;
      }
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      long end = System.nanoTime() + time.toNanos();
      for (long left = time.toNanos(); left > 0 && open(); left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, HALT_CHECK.toNanos()));
      }
    }
  }
}
