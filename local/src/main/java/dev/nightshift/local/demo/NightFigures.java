package dev.nightshift.local.demo;

import dev.nightshift.local.shop.fault.FaultRecord;
import dev.nightshift.local.shop.fault.ShopTruth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The figures of one or more nights, counted by the simulation: what was really broken and done is
 * its truth; what the job said is held against it.
 *
 * @param detected faults about which an incident was opened, or took them in
 * @param diagnosedRight faults for which an incident blamed the right entity for the right kind of
 *     fault
 * @param healedUnaided faults whose cause an action removed, before the person on call came
 * @param falseIncidents incidents that began when nothing was wrong
 * @param extraIncidents further incidents about a fault that had one
 * @param secondsToDetect simulated, from the start of each detected fault to its incident
 * @param secondsToHeal simulated, from the start of each healed fault until all objectives are met
 * @param secondsUnhealed the same for all faults without any action
 * @param wrongTargets actions at something that was not broken
 * @param wrongActions those, and actions of the wrong kind or without need
 */
record NightFigures(
    int faults,
    int detected,
    int diagnosedRight,
    int healedUnaided,
    int falseIncidents,
    int extraIncidents,
    List<Double> secondsToDetect,
    List<Double> secondsToHeal,
    List<Double> secondsUnhealed,
    long wrongTargets,
    long wrongActions,
    long duplicateActions,
    long limitViolations,
    int actions) {

  private static final double MILLIS_A_SECOND = 1000.0;

  /** After the recovery symptoms may still be in the windows that models see. */
  private static final long GRACE_MILLIS = 120_000;

  /** Limits of the demo's policy, which the simulation checks by itself. */
  private static final int PER_TARGET_AND_HOUR = 6;

  private static final int AT_ONCE = 2;

  static NightFigures of(ShopTruth truth, Collection<Claim> claims, List<Double> unhealedSeconds) {
    List<FaultRecord> faults = truth.faults();
    List<Claim> inOrder =
        claims.stream().sorted(Comparator.comparingLong(Claim::openedAt)).toList();
    int detected = 0;
    int right = 0;
    List<Double> toDetect = new ArrayList<>();
    for (FaultRecord fault : faults) {
      List<Claim> about =
          inOrder.stream()
              .filter(claim -> subject(claim, claim.blamedAt(), faults).equals(Optional.of(fault)))
              .toList();
      detected += about.isEmpty() ? 0 : 1;
      right += about.stream().anyMatch(claim -> claim.blames(fault.target(), fault.kind())) ? 1 : 0;
      about.stream()
          .mapToLong(claim -> noticedAt(claim, fault))
          .min()
          .ifPresent(at -> toDetect.add((at - fault.startedAt()) / MILLIS_A_SECOND));
    }
    List<FaultRecord> opened =
        inOrder.stream()
            .flatMap(claim -> subject(claim, claim.openedAt(), faults).stream())
            .toList();
    return new NightFigures(
        faults.size(),
        detected,
        right,
        (int) faults.stream().filter(FaultRecord::healedByAction).count(),
        claims.size() - opened.size(),
        opened.size() - (int) opened.stream().distinct().count(),
        toDetect,
        faults.stream()
            .filter(FaultRecord::healedByAction)
            .filter(FaultRecord::recovered)
            .map(FaultRecord::secondsToRecover)
            .toList(),
        unhealedSeconds,
        truth.wrongTargets(),
        truth.wrongActions(),
        truth.duplicateActions(),
        truth.limitViolations(PER_TARGET_AND_HOUR, AT_ONCE),
        truth.actions().size());
  }

  /** Of several nights together. */
  static NightFigures total(List<NightFigures> nights) {
    return new NightFigures(
        sum(nights, NightFigures::faults),
        sum(nights, NightFigures::detected),
        sum(nights, NightFigures::diagnosedRight),
        sum(nights, NightFigures::healedUnaided),
        sum(nights, NightFigures::falseIncidents),
        sum(nights, NightFigures::extraIncidents),
        all(nights, NightFigures::secondsToDetect),
        all(nights, NightFigures::secondsToHeal),
        all(nights, NightFigures::secondsUnhealed),
        count(nights, NightFigures::wrongTargets),
        count(nights, NightFigures::wrongActions),
        count(nights, NightFigures::duplicateActions),
        count(nights, NightFigures::limitViolations),
        sum(nights, NightFigures::actions));
  }

  private static int sum(List<NightFigures> nights, ToIntFunction<NightFigures> figure) {
    return nights.stream().mapToInt(figure).sum();
  }

  private static long count(List<NightFigures> nights, ToLongFunction<NightFigures> figure) {
    return nights.stream().mapToLong(figure).sum();
  }

  private static List<Double> all(
      List<NightFigures> nights, Function<NightFigures, List<Double>> figure) {
    return nights.stream().map(figure).flatMap(List::stream).toList();
  }

  /** When its incident was opened, or took the fault in if it was open already. */
  private static long noticedAt(Claim claim, FaultRecord fault) {
    return claim.openedAt() >= fault.startedAt() ? claim.openedAt() : claim.blamedAt();
  }

  /**
   * The fault that a claim is about: of those that had begun at a time, and were not long over, the
   * one whose service it blames, or else the last that began.
   */
  private static Optional<FaultRecord> subject(Claim claim, long at, List<FaultRecord> faults) {
    List<FaultRecord> then =
        faults.stream()
            .filter(fault -> fault.startedAt() <= at)
            .filter(fault -> !fault.recovered() || at < fault.recoveredAt() + GRACE_MILLIS)
            .sorted(Comparator.comparingLong(FaultRecord::startedAt).reversed())
            .toList();
    return Stream.concat(
            then.stream().filter(fault -> fault.target().equals(claim.rootCause())), then.stream())
        .findFirst();
  }

  /** NaN without values. */
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
