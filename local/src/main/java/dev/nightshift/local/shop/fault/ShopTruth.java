package dev.nightshift.local.shop.fault;

import java.util.List;

/**
 * What really happened, as far as the simulation has come.
 *
 * @param faults that have begun, by start
 * @param actions in the order of their execution
 */
public record ShopTruth(List<FaultRecord> faults, List<ActionRecord> actions) {

  private static final long HOUR_MILLIS = 3_600_000;

  public ShopTruth {
    faults = List.copyOf(faults);
    actions = List.copyOf(actions);
  }

  /** Actions on the wrong target, of the wrong kind, or when nothing was to be done. */
  public long wrongActions() {
    return actions.stream().filter(action -> action.verdict().wrong()).count();
  }

  /** Executions beyond the first of an idempotency key. */
  public long duplicateActions() {
    return actions.size() - actions.stream().map(ActionRecord::key).distinct().count();
  }

  /**
   * Actions that went beyond a limit.
   *
   * @param perTargetAndHour most actions on one target within any simulated hour
   * @param atOnce most actions whose effect is under way at a time
   */
  public long limitViolations(int perTargetAndHour, int atOnce) {
    return actions.stream()
        .filter(action -> recentOnTarget(action) > perTargetAndHour || underWay(action) > atOnce)
        .count();
  }

  private long recentOnTarget(ActionRecord action) {
    return upTo(action).stream()
        .filter(other -> other.target().equals(action.target()))
        .filter(other -> other.at() > action.at() - HOUR_MILLIS)
        .count();
  }

  private long underWay(ActionRecord action) {
    return upTo(action).stream()
        .filter(other -> other == action || other.effectAt() > action.at())
        .count();
  }

  private List<ActionRecord> upTo(ActionRecord action) {
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) == action) {
        return actions.subList(0, i + 1);
      }
    }
    throw new IllegalArgumentException("not an action of this truth: " + action.key());
  }
}
