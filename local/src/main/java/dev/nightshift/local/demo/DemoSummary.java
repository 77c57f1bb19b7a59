package dev.nightshift.local.demo;

import dev.nightshift.local.shop.fault.FaultRecord;
import dev.nightshift.local.shop.fault.ShopTruth;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The figures of a demo, counted by the simulation: what was really broken and done is its truth;
 * what the job said is held against it.
 *
 * @param detected faults during which an incident was opened
 * @param diagnosedRight faults for which an incident blamed the right entity for the right kind of
 *     fault
 * @param healedUnaided faults whose cause an action removed, before the person on call came
 * @param falseIncidents incidents that began when nothing was wrong
 * @param extraIncidents further incidents about a fault that had one
 * @param secondsToDetect median, simulated, from the start of a fault to its incident; NaN without
 * @param secondsToHeal median, simulated, from the start of a fault until all objectives are met
 * @param secondsUnhealed the same for the same faults without any action
 */
record DemoSummary(
    int faults,
    int detected,
    int diagnosedRight,
    int healedUnaided,
    int falseIncidents,
    int extraIncidents,
    double secondsToDetect,
    double secondsToHeal,
    double secondsUnhealed,
    long wrongActions,
    long duplicateActions,
    long limitViolations,
    int actions) {

  /** After the recovery symptoms may still be in the windows that models see. */
  private static final long GRACE_MILLIS = 120_000;

  /** Limits of the demo's policy, which the simulation checks by itself. */
  private static final int PER_TARGET_AND_HOUR = 6;

  private static final int AT_ONCE = 2;

  static DemoSummary of(ShopTruth truth, Collection<Claim> claims, List<Double> unhealedSeconds) {
    List<FaultRecord> faults = truth.faults();
    List<Claim> inOrder =
        claims.stream().sorted(Comparator.comparingLong(Claim::openedAt)).toList();
    int claimed = 0;
    int detected = 0;
    int right = 0;
    for (FaultRecord fault : faults) {
      List<Claim> about = claimsAbout(fault, inOrder, faults);
      claimed += about.size();
      detected += about.isEmpty() ? 0 : 1;
      right += about.stream().anyMatch(claim -> claim.blames(fault.target(), fault.kind())) ? 1 : 0;
    }
    return new DemoSummary(
        faults.size(),
        detected,
        right,
        (int) faults.stream().filter(FaultRecord::healedByAction).count(),
        claims.size() - claimed,
        claimed - detected,
        median(
            faults.stream()
                .map(
                    fault ->
                        claimsAbout(fault, inOrder, faults).stream()
                            .findFirst()
                            .map(claim -> seconds(fault, claim.openedAt())))
                .flatMap(Optional::stream)
                .toList()),
        median(
            faults.stream()
                .filter(FaultRecord::healedByAction)
                .filter(FaultRecord::recovered)
                .map(FaultRecord::secondsToRecover)
                .toList()),
        median(unhealedSeconds),
        truth.wrongActions(),
        truth.duplicateActions(),
        truth.limitViolations(PER_TARGET_AND_HOUR, AT_ONCE),
        truth.actions().size());
  }

  double healedUnaidedShare() {
    return faults == 0 ? Double.NaN : (double) healedUnaided / faults;
  }

  /** The fault that a claim is about: the last that had begun, if it was not long over. */
  private static Optional<FaultRecord> subject(Claim claim, List<FaultRecord> faults) {
    return faults.stream()
        .filter(fault -> fault.startedAt() <= claim.openedAt())
        .max(Comparator.comparingLong(FaultRecord::startedAt))
        .filter(
            fault -> !fault.recovered() || claim.openedAt() < fault.recoveredAt() + GRACE_MILLIS);
  }

  private static List<Claim> claimsAbout(
      FaultRecord fault, List<Claim> inOrder, List<FaultRecord> faults) {
    return inOrder.stream()
        .filter(claim -> subject(claim, faults).filter(fault::equals).isPresent())
        .toList();
  }

  private static double seconds(FaultRecord fault, long at) {
    return (at - fault.startedAt()) / 1000.0;
  }

  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
