package dev.nightshift.remedy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What automation did lately in one system, as the limits need to know it. Plain mutable state with
 * public fields, so that Flink's POJO serializer carries it.
 *
 * <p>The ledger knows no clock: the job passes event time, the actuator wall time; one ledger must
 * not see both. Bounded by {@link #CAPACITY}: a full ledger refuses.
 */
public class LimitLedger {

  /** Most entries in each list. */
  public static final int CAPACITY = 512;

  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** Begun actions within the horizon, oldest first. */
  public List<LedgerEntry> recent = new ArrayList<>();

  /** Begun and not answered. */
  public List<LedgerEntry> running = new ArrayList<>();

  /** Times of failed or harmful repairs, oldest first. */
  public List<Long> failures = new ArrayList<>();

  /** When the breaker opened; 0 while it is closed. It stays open until a person resumes. */
  public long breakerOpenedAt;

  /** All limits that stop this action now; empty if it may run. */
  public List<LimitBreach> check(SafetyLimits limits, ActionProposal proposal, long now) {
    return new LimitCheck(this, limits, proposal, now).breaches();
  }

  /** Notes that an action was begun. */
  public void started(SafetyLimits limits, LedgerEntry entry) {
    forget(limits, entry.at());
    recent.add(entry);
    running.add(entry);
  }

  /**
   * Notes that an action was answered.
   *
   * @return false if no such action runs: a duplicate or unknown answer
   */
  public boolean finished(String key) {
    return running.removeIf(entry -> entry.key().equals(key));
  }

  public boolean isRunning(String key) {
    return running.stream().anyMatch(entry -> entry.key().equals(key));
  }

  /**
   * Notes a failed or harmful repair.
   *
   * @return true if this one opened the circuit breaker
   */
  public boolean failed(SafetyLimits limits, long now) {
    forget(limits, now);
    failures.add(now);
    if (breakerOpenedAt != 0 || failuresWithin(limits, now) < limits.breakerFailures()) {
      return false;
    }
    breakerOpenedAt = Math.max(1, now);
    return true;
  }

  public boolean breakerOpen() {
    return breakerOpenedAt != 0;
  }

  /** Closes the breaker: a person says that automation may go on. */
  public void resume() {
    breakerOpenedAt = 0;
    failures.clear();
  }

  long failuresWithin(SafetyLimits limits, long now) {
    return failures.stream().filter(at -> now - at < limits.breakerWindowMillis()).count();
  }

  long actionsWithinHour(String target, long now) {
    return recent.stream()
        .filter(entry -> !entry.undo() && entry.target().equals(target) && now - entry.at() < HOUR)
        .count();
  }

  /** Drops what no limit asks for any more. */
  void forget(SafetyLimits limits, long now) {
    long horizon = limits.horizonMillis();
    recent.removeIf(entry -> now - entry.at() >= horizon);
    failures.removeIf(at -> now - at >= limits.breakerWindowMillis());
    while (failures.size() >= CAPACITY) {
      failures.remove(0);
    }
  }
}
