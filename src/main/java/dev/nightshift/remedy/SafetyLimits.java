package dev.nightshift.remedy;

import dev.nightshift.config.ConfigNode;
import java.time.Duration;

/**
 * The bounds inside which automation moves in one system. The job holds them when it decides, the
 * actuator holds its own copy, from its own configuration, when it acts.
 *
 * @param cooldownMillis no second time the same action at the same target within this
 * @param maxActionsPerTargetPerHour whatever the actions are
 * @param maxConcurrentPerSystem actions asked for and not yet answered
 * @param maxBlastRadius share of a service's instances that one action may touch, 0 to 1
 * @param minConfidence of the diagnosis, 0 to 1
 * @param approvalAbove actions of a higher risk than this need a person, even in mode auto
 * @param approvalExpiryMillis how long a question to a person stands, wall clock
 * @param resultTimeoutMillis how long an action may stay without answer, wall clock
 * @param maxSteps actions tried on one incident before a person is called
 * @param breakerFailures failed or harmful repairs within the window that pause automation
 * @param breakerWindowMillis the breaker's window
 * @param secondPersonAbove actions of a higher risk than this need two different people
 * @param flapRecurrences an incident that came back more often than this is left to a person
 * @param flapWindowMillis within which the recurrences are counted, event time
 */
public record SafetyLimits(
    long cooldownMillis,
    int maxActionsPerTargetPerHour,
    int maxConcurrentPerSystem,
    double maxBlastRadius,
    double minConfidence,
    Risk approvalAbove,
    long approvalExpiryMillis,
    long resultTimeoutMillis,
    int maxSteps,
    int breakerFailures,
    long breakerWindowMillis,
    Risk secondPersonAbove,
    int flapRecurrences,
    long flapWindowMillis) {

  /** What holds where a file says nothing: careful rather than quick. */
  public static final SafetyLimits DEFAULT =
      new SafetyLimits(
          Duration.ofMinutes(10).toMillis(),
          3,
          1,
          0.5,
          0.7,
          Risk.LOW,
          Duration.ofMinutes(30).toMillis(),
          Duration.ofMinutes(5).toMillis(),
          3,
          3,
          Duration.ofHours(1).toMillis(),
          Risk.HIGH,
          3,
          Duration.ofHours(1).toMillis());

  /**
   * Reads a {@code limits} block, for example
   *
   * <pre>{@code
   * cooldown: 10m
   * max_actions_per_target_per_hour: 3
   * max_concurrent_per_system: 1
   * max_blast_radius: 0.5
   * min_confidence: 0.7
   * approval_above: low
   * approval_expires_after: 30m
   * result_timeout: 5m
   * max_steps: 3
   * circuit_breaker: {failures: 3, within: 1h}
   * second_person_above: high
   * flapping: {recurrences: 3, within: 1h}
   * }</pre>
   *
   * @param base what is absent comes from here
   */
  public static SafetyLimits read(ConfigNode node, SafetyLimits base) {
    node.allow(
        "cooldown",
        "max_actions_per_target_per_hour",
        "max_concurrent_per_system",
        "max_blast_radius",
        "min_confidence",
        "approval_above",
        "approval_expires_after",
        "result_timeout",
        "max_steps",
        "circuit_breaker",
        "second_person_above",
        "flapping");
    int failures = base.breakerFailures;
    long window = base.breakerWindowMillis;
    if (node.has("circuit_breaker")) {
      ConfigNode breaker = node.get("circuit_breaker").allow("failures", "within");
      failures = (int) breaker.integer("failures", failures, 1, 100);
      window = breaker.duration("within", Duration.ofMillis(window)).toMillis();
    }
    int recurrences = base.flapRecurrences;
    long flapWindow = base.flapWindowMillis;
    if (node.has("flapping")) {
      ConfigNode flapping = node.get("flapping").allow("recurrences", "within");
      recurrences = (int) flapping.integer("recurrences", recurrences, 0, 100);
      flapWindow = flapping.duration("within", Duration.ofMillis(flapWindow)).toMillis();
    }
    return new SafetyLimits(
        node.duration("cooldown", Duration.ofMillis(base.cooldownMillis)).toMillis(),
        (int)
            node.integer("max_actions_per_target_per_hour", base.maxActionsPerTargetPerHour, 0, 60),
        (int) node.integer("max_concurrent_per_system", base.maxConcurrentPerSystem, 0, 100),
        node.number("max_blast_radius", base.maxBlastRadius, 0, 1),
        node.number("min_confidence", base.minConfidence, 0, 1),
        node.choice("approval_above", Risk.class, base.approvalAbove),
        node.duration("approval_expires_after", Duration.ofMillis(base.approvalExpiryMillis))
            .toMillis(),
        node.duration("result_timeout", Duration.ofMillis(base.resultTimeoutMillis)).toMillis(),
        (int) node.integer("max_steps", base.maxSteps, 1, 20),
        failures,
        window,
        node.choice("second_person_above", Risk.class, base.secondPersonAbove),
        recurrences,
        flapWindow);
  }

  /** How many different people have to approve something of this risk. */
  public int approvalsFor(Risk risk) {
    return risk.compareTo(secondPersonAbove) > 0 ? 2 : 1;
  }

  /** How far back the ledger has to remember. */
  public long horizonMillis() {
    return Math.max(Duration.ofHours(1).toMillis(), Math.max(cooldownMillis, breakerWindowMillis));
  }
}
