package dev.nightshift.job.operator;

import dev.nightshift.diagnose.evidence.Observation;
import java.util.Comparator;

/** A total order of what was observed in one system, whatever path it came by. */
final class ObservationOrder {

  /** Of observations that were known at the same time; questions come last. */
  static final Comparator<Observation> SAME_TIME =
      Comparator.comparing(Observation::kind)
          .thenComparingLong(Observation::timeMillis)
          .thenComparing(Observation::entity)
          .thenComparing(Observation::peer)
          .thenComparing(Observation::name)
          .thenComparing(Observation::from)
          .thenComparing(Observation::next)
          .thenComparing(Observation::error)
          .thenComparingDouble(Observation::value)
          .thenComparingDouble(Observation::count);

  static final Comparator<Observation> BY_TIME =
      Comparator.comparingLong(Observation::knownMillis).thenComparing(SAME_TIME);

  private ObservationOrder() {}
}
