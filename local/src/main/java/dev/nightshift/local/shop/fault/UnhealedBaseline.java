package dev.nightshift.local.shop.fault;

import java.util.List;

/** How long the same faults last if no action is taken. */
public final class UnhealedBaseline {

  private static final long TICK_MILLIS = 1_000;
  private static final long LEAD_MILLIS = 60_000;

  private UnhealedBaseline() {}

  /**
   * Runs each fault of a schedule alone, in a world of its own at the same time of day, until the
   * person on call has repaired it and all is well. In memory; some ten milliseconds a fault.
   *
   * @param startMillis as given to the simulation
   * @return seconds from start to recovery, in the order of the schedule
   */
  public static List<Double> unhealedDurations(
      long seed, long startMillis, FaultSchedule schedule) {
    return schedule.faults().stream()
        .map(fault -> secondsToRecover(seed, startMillis, fault))
        .toList();
  }

  private static double secondsToRecover(long seed, long startMillis, PlannedFault fault) {
    PlannedFault alone =
        new PlannedFault(
            fault.number(),
            LEAD_MILLIS,
            fault.kind(),
            fault.service(),
            fault.severity(),
            fault.onCallAfterMillis());
    ShopSimulation simulation =
        new ShopSimulation(
            seed + fault.number(),
            startMillis + fault.atMillis() - LEAD_MILLIS,
            new FaultSchedule(List.of(alone), List.of(), 1),
            ShopListener.NONE);
    double seconds = Double.NaN;
    while (Double.isNaN(seconds)) {
      simulation.advance(TICK_MILLIS);
      seconds =
          simulation.truth().faults().stream()
              .mapToDouble(FaultRecord::secondsToRecover)
              .findFirst()
              .orElse(Double.NaN);
    }
    return seconds;
  }
}
