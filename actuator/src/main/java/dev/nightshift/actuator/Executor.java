package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Outcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
  private final Map<String, ActionProvider> providers;
  private final Clock clock;

  Executor(
      ActuatorConfig config, Ledger ledger, Map<String, ActionProvider> providers, Clock clock) {
    this.config = config;
    this.admission = new Admission(config);
    this.ledger = ledger;
    this.providers = providers;
    this.clock = clock;
  }

  ProviderAnswer run(LedgerEntry entry) throws InterruptedException {
    try {
      return entry.interrupted() ? recover(entry.request()) : begin(entry.request());
    } catch (RuntimeException e) {
      LOG.error("{}: the provider failed", entry.key(), e);
      return new ProviderAnswer(
          Outcome.UNKNOWN, "the provider failed with " + e.getClass().getSimpleName(), 1);
    }
  }

  private ProviderAnswer begin(ActionRequest request) throws InterruptedException {
    // The configuration may have become stricter since the claim.
    Optional<String> refusal = admission.refusal(request, clock.instant());
    if (refusal.isPresent()) {
      return new ProviderAnswer(Outcome.REFUSED, refusal.get(), 0);
    }
    ActionRule rule = config.actions().get(request.getAction());
    ActionProvider provider = providers.get(rule.provider());
    Optional<String> obstacle = provider.precondition(request);
    if (obstacle.isPresent()) {
      return new ProviderAnswer(Outcome.FAILED, obstacle.get(), 0);
    }
    return provider.execute(request, repeatable(request, rule), new Gate(request));
  }

  /**
   * Somebody began this and fell silent: repeat it only where that is harmless and still wanted.
   */
  private ProviderAnswer recover(ActionRequest request) throws InterruptedException {
    ActionRule rule = config.actions().get(request.getAction());
    if (rule == null) {
      return new ProviderAnswer(Outcome.UNKNOWN, "interrupted; the action is no longer allowed", 0);
    }
    ActionProvider provider = providers.get(rule.provider());
    Gate gate = new Gate(request);
    boolean harmless = repeatable(request, rule) || provider.deduplicates();
    boolean wanted = admission.refusal(request, clock.instant()).isEmpty() && gate.open();
    if (harmless && wanted) {
      ProviderAnswer answer = provider.execute(request, true, gate);
      // "Never begun" holds for this attempt, not for the interrupted one.
      return answer.outcome() == Outcome.REFUSED
          ? new ProviderAnswer(Outcome.UNKNOWN, answer.detail(), answer.attempts())
          : answer;
    }
    Optional<ProviderAnswer> recorded = provider.status(request.getKey());
    return recorded.orElseGet(
        () ->
            new ProviderAnswer(
                Outcome.UNKNOWN, "interrupted, and the provider has no record of it", 0));
  }

  private static boolean repeatable(ActionRequest request, ActionRule rule) {
    return rule.idempotent() && request.getIdempotent();
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
