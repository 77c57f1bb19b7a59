package dev.nightshift.actuator.action;

import java.util.List;
import java.util.Optional;

/**
 * What an action would do if it were executed now.
 *
 * @param steps one sentence each, without a subject: "set the replicas of shop/orders from 2 to 3"
 * @param obstacle why it must not be done; empty if nothing speaks against it
 */
public record Plan(List<String> steps, Optional<String> obstacle) {

  public Plan {
    steps = List.copyOf(steps);
  }

  /** Nothing speaks against these steps. */
  public static Plan of(String... steps) {
    return new Plan(List.of(steps), Optional.empty());
  }

  /** It must not be done. */
  public static Plan impossible(String obstacle) {
    return new Plan(List.of(), Optional.of(obstacle));
  }

  /** In one sentence, for a dry run's result. */
  public String describe() {
    String would = steps.isEmpty() ? "would do nothing" : "would " + String.join(", then ", steps);
    return obstacle.map(o -> "would refuse: " + o).orElse(would);
  }
}
