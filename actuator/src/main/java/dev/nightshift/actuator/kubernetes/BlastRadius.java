package dev.nightshift.actuator.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** How many healthy instances an action may take away, counted in the cluster when it acts. */
final class BlastRadius {

  private BlastRadius() {}

  /**
   * Refuses to take away too many.
   *
   * @param name of the workload, for the message
   * @param healthy instances that serve now
   * @param lost of them, those that go at once
   * @param radius largest share that may go, 0 to 1
   */
  static void check(String name, int healthy, int lost, double radius) throws Obstacle {
    if (lost <= 0) {
      return;
    }
    if (healthy - lost < 1) {
      throw new Obstacle(
          name + " has " + healthy + " healthy instances: the last one is never taken away");
    }
    if (lost > healthy * radius) {
      throw new Obstacle(
          "it would take away "
              + lost
              + " of "
              + healthy
              + " healthy instances of "
              + name
              + "; at most "
              + radius
              + " of them may go at once");
    }
  }

  static int healthy(List<Pod> pods) {
    return (int) pods.stream().filter(Cluster::healthy).count();
  }
}
