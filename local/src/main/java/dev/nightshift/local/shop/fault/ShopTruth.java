package dev.nightshift.local.shop.fault;

import java.util.List;
import java.util.stream.IntStream;

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

  /** Actions on something that was not broken while something else was. */
  public long wrongTargets() {
    return actions.stream()
        .filter(action -> action.verdict() == ActionRecord.Verdict.WRONG_TARGET)
        .count();
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
    return IntStream.range(0, actions.size())
        .filter(i -> onTargetWithinHour(i) > perTargetAndHour || underWay(i) > atOnce)
        .count();
  }

  /** Actions on the same target in the hour that ends with this one, itself included. */
  private long onTargetWithinHour(int index) {
    ActionRecord action = actions.get(index);
    return actions.subList(0, index + 1).stream()
        .filter(other -> other.target().equals(action.target()))
        .filter(other -> other.at() > action.at() - HOUR_MILLIS)
        .count();
  }

  /** Actions whose effect was still to come when this one was ordered, itself included. */
  private long underWay(int index) {
    long at = actions.get(index).at();
    return 1 + actions.subList(0, index).stream().filter(other -> other.effectAt() > at).count();
  }
}
