package dev.nightshift.job.operator;

import dev.nightshift.diagnose.SystemEvent;
import java.util.Comparator;

/** A total order of the events of one system and one time, whatever path they came by. */
final class SystemEventOrder {

  /**
   * Places and calls first, so that the graph is known; then changes, anomalies, matches, causes.
   */
  static final Comparator<SystemEvent> SAME_TIME =
      Comparator.comparingInt((SystemEvent event) -> rank(event.kind()))
          .thenComparing(SystemEvent::entity)
          .thenComparing(SystemEventOrder::detail);

  private SystemEventOrder() {}

  private static int rank(SystemEvent.Kind kind) {
    return switch (kind) {
      case CALL -> 0;
      case CHANGE -> 1;
      case ANOMALY -> 2;
      case MATCH -> 3;
      case CAUSES -> 4;
      case LABEL -> 5;
      case PLACEMENT -> -1;
    };
  }

  private static String detail(SystemEvent event) {
    return switch (event.kind()) {
      case CALL -> event.call().caller();
      case CHANGE -> event.change().kind() + event.change().id() + event.change().summary();
      case ANOMALY -> event.anomaly().getId() + event.anomaly().getPhase();
      case MATCH -> event.match().pattern() + event.match().events();
      case CAUSES -> "" + event.causes().onset();
      case LABEL -> event.label().getId();
      case PLACEMENT -> event.placement().host();
    };
  }
}
