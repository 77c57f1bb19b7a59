package dev.nightshift.remedy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One pass of one proposal over all limits. */
final class LimitCheck {

  private final LimitLedger ledger;
  private final SafetyLimits limits;
  private final ActionProposal proposal;
  private final long now;
  private final List<LimitBreach> breaches = new ArrayList<>();

  LimitCheck(LimitLedger ledger, SafetyLimits limits, ActionProposal proposal, long now) {
    this.ledger = ledger;
    this.limits = limits;
    this.proposal = proposal;
    this.now = now;
  }

  List<LimitBreach> breaches() {
    ledger.forget(limits, now);
    if (!proposal.undo()) {
      breaker();
      hourly();
      cooldown();
      if (proposal.approvedBy().isEmpty()) {
        confidence();
        approval();
      }
    }
    concurrency();
    busy();
    blastRadius();
    if (ledger.recent.size() >= LimitLedger.CAPACITY) {
      breach(
          Limit.LEDGER_FULL,
          "more than " + LimitLedger.CAPACITY + " actions lately: the limits cannot be kept",
          0);
    }
    return List.copyOf(breaches);
  }

  private void breaker() {
    if (ledger.breakerOpen()) {
      breach(
          Limit.CIRCUIT_BREAKER,
          "automation of the system paused itself after "
              + limits.breakerFailures()
              + " failed or harmful repairs within "
              + words(limits.breakerWindowMillis())
              + "; a person has to resume it",
          0);
    }
  }

  private void hourly() {
    long done = ledger.actionsWithinHour(proposal.target(), now);
    if (done >= limits.maxActionsPerTargetPerHour()) {
      breach(
          Limit.ACTIONS_PER_TARGET,
          proposal.target()
              + " had "
              + done
              + " actions within an hour, the most allowed is "
              + limits.maxActionsPerTargetPerHour(),
          0);
    }
  }

  private void cooldown() {
    for (LedgerEntry entry : ledger.recent) {
      long free = entry.at() + limits.cooldownMillis();
      if (!entry.undo()
          && entry.target().equals(proposal.target())
          && entry.action().equals(proposal.action())
          && now < free) {
        breach(
            Limit.COOLDOWN,
            proposal.action()
                + " at "
                + proposal.target()
                + " cools down for another "
                + words(free - now),
            free);
      }
    }
  }

  private void confidence() {
    // Written so that NaN is refused.
    if (!(proposal.confidence() >= limits.minConfidence())) {
      breach(
          Limit.MIN_CONFIDENCE,
          String.format(
              Locale.ROOT,
              "confidence %.2f is below the %.2f that automation needs",
              // Cut, not rounded: what is below must not look equal.
              Math.floor(100 * proposal.confidence()) / 100,
              limits.minConfidence()),
          0);
    }
  }

  private void approval() {
    if (proposal.risk().compareTo(limits.approvalAbove()) > 0) {
      breach(
          Limit.APPROVAL,
          proposal.action()
              + " is of risk "
              + proposal.risk().wire()
              + ", and above "
              + limits.approvalAbove().wire()
              + " a person has to approve",
          0);
    }
  }

  private void concurrency() {
    if (ledger.running.size() >= limits.maxConcurrentPerSystem()) {
      breach(
          Limit.CONCURRENCY,
          ledger.running.size()
              + " actions run in the system, the most allowed is "
              + limits.maxConcurrentPerSystem(),
          0);
    }
  }

  private void busy() {
    if (!proposal.personAt().isEmpty()) {
      breach(Limit.TARGET_BUSY, proposal.personAt() + " is at work at " + proposal.target(), 0);
    }
    for (LedgerEntry entry : ledger.running) {
      if (entry.target().equals(proposal.target())) {
        breach(
            Limit.TARGET_BUSY,
            entry.action() + " of incident " + entry.incident() + " runs at " + entry.target(),
            0);
      }
    }
  }

  private void blastRadius() {
    TargetHealth health = proposal.health();
    if (health.instances() <= 0) {
      return;
    }
    double share = (double) health.affected() / health.instances();
    // One instance of one is all there is: the radius cannot be smaller.
    if (health.instances() > 1 && share > limits.maxBlastRadius()) {
      breach(
          Limit.BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "it would touch %d of %d instances, the most allowed is a share of %.2f",
              health.affected(),
              health.instances(),
              limits.maxBlastRadius()),
          0);
    }
    if (health.affectedHealthy() > 0 && health.healthy() - health.affectedHealthy() < 1) {
      breach(Limit.LAST_HEALTHY, "it would take down the last healthy instance", 0);
    }
  }

  private void breach(Limit limit, String text, long until) {
    breaches.add(new LimitBreach(limit, text, until));
  }

  private static String words(long millis) {
    long seconds = (millis + 999) / 1000;
    return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
  }
}
