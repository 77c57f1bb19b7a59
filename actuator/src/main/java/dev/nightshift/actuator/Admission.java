package dev.nightshift.actuator;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.telemetry.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of the second enforcement that looks at the request alone. What depends on other
 * requests (cool-down, rates, concurrency, halt) is decided by the {@link Ledger}. Pure.
 */
final class Admission {

  /** How far a decision may seem to lie in the future before the clocks are called wrong. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  /** What fits into an HTTP header and a path. */
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,300}");

  private final ActuatorConfig config;

  Admission(ActuatorConfig config) {
    this.config = config;
  }

  /** Why the request must not be executed; empty if nothing speaks against it. */
  Optional<String> refusal(ActionRequest request, Instant now) {
    if (!KEY.matcher(request.getKey()).matches()) {
      return Optional.of("the key is not 1 to 300 visible ASCII characters");
    }
    ActionRule rule = config.actions().get(request.getAction());
    if (rule == null) {
      return Optional.of("the action '" + request.getAction() + "' is not allowed here");
    }
    return target(request, rule)
        .or(() -> age(request, now))
        .or(() -> parameters(request, rule))
        .or(() -> dryRun(request) ? Optional.empty() : consent(request, rule));
  }

  /** True if the request may only be planned: nothing is to be done, whoever approved it. */
  boolean dryRun(ActionRequest request) {
    ActionRule rule = config.actions().get(request.getAction());
    return config.mode() == Mode.OBSERVE
        || rule == null
        || rule.dryRun()
        || request.getMode().equalsIgnoreCase("observe");
  }

  /**
   * The order behind a request.
   *
   * @param request one that was not refused
   */
  Order order(ActionRequest request) {
    ActionRule rule = config.actions().get(request.getAction());
    return Order.of(
        request, rule.spec().parameters().complete(rule.merged(request.getParameters())));
  }

  private static Optional<String> parameters(ActionRequest request, ActionRule rule) {
    if (request.getUndo() && !rule.spec().undoable()) {
      return Optional.of(rule.name() + " cannot be undone");
    }
    return rule.spec().parameters().problem(rule.merged(request.getParameters()), true);
  }

  private static Optional<String> target(ActionRequest request, ActionRule rule) {
    Entity target;
    try {
      target = Entity.parse(request.getTarget());
    } catch (IllegalArgumentException e) {
      return Optional.of("the target is malformed: " + e.getMessage());
    }
    if (!target.system().equals(request.getSystem())) {
      return Optional.of(
          "the target '" + target.key() + "' is not part of '" + request.getSystem() + "'");
    }
    if (rule.targets().stream().noneMatch(selector -> selector.matches(target))) {
      return Optional.of("the target '" + target.key() + "' is not allowed for " + rule.name());
    }
    return Optional.empty();
  }

  private Optional<String> age(ActionRequest request, Instant now) {
    Instant decided = Instant.ofEpochMilli(request.getDecidedAt());
    if (request.getExpiresAt() > 0 && now.toEpochMilli() > request.getExpiresAt()) {
      return Optional.of("expired at " + Instant.ofEpochMilli(request.getExpiresAt()));
    }
    if (decided.plus(config.requestMaxAge()).isBefore(now)) {
      return Optional.of("decided at " + decided + ", older than " + config.requestMaxAge());
    }
    if (decided.isAfter(now.plus(SKEW))) {
      return Optional.of("decided at " + decided + ", which is in the future");
    }
    return Optional.empty();
  }

  private Optional<String> consent(ActionRequest request, ActionRule rule) {
    String mode = request.getMode().toLowerCase(Locale.ROOT);
    if (!mode.equals("approve") && !mode.equals("auto")) {
      return Optional.of("the request's mode is '" + mode + "'");
    }
    if (!request.getApprovedBy().isBlank()) {
      return Optional.empty();
    }
    if (config.mode() == Mode.APPROVE || mode.equals("approve")) {
      return Optional.of("nobody approved it");
    }
    Optional<Risk> risk = Risk.parse(request.getRisk());
    if (risk.isEmpty() || risk.get().compareTo(rule.approvalAbove()) > 0) {
      return Optional.of("risk '" + request.getRisk() + "' needs an approval");
    }
    // A policy may call an action harmless that is not: the operation's own class counts too.
    if (rule.risk().compareTo(rule.approvalAbove()) > 0) {
      return Optional.of(rule.name() + " is of risk " + rule.risk() + " and needs an approval");
    }
    // Undoing is how harm ends: it does not wait for a surer diagnosis. NaN is refused.
    if (!request.getUndo() && !(request.getConfidence() >= rule.minConfidence())) {
      return Optional.of(
          "confidence " + request.getConfidence() + " is below " + rule.minConfidence());
    }
    return Optional.empty();
  }
}
