package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Evicts the pod that the target names, and waits until its workload is whole again. A pod that was
 * made after the decision is the replacement.
 */
final class RestartPod extends RemovalAction<Pod> {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "restart_pod",
          "evict the pod that the target names; its workload replaces it",
          Risk.LOW,
          Idempotency.KEYED,
          false,
          Cluster.KIND);

  private final Cluster cluster;

  RestartPod(Cluster cluster, Attempts attempts) {
    super(SPEC, attempts, "the pod was replaced");
    this.cluster = cluster;
  }

  @Override
  String sentence(Order order, Pod pod) {
    return "evict the pod " + name(pod);
  }

  @Override
  String remove(Order order, Pod pod, ExecutionGate gate, Instant end)
      throws Obstacle, InterruptedException {
    while (Eviction.request(cluster.client(), pod) == Eviction.Reply.BUDGET_SPENT) {
      if (!attempts().now().isBefore(end)) {
        throw new Obstacle("a disruption budget does not allow to evict " + name(pod));
      }
      if (!gate.open()) {
        throw new Obstacle("automation was halted before a disruption budget allowed it");
      }
      gate.pause(attempts().shortly());
    }
    return "evicted the pod " + name(pod);
  }

  @Override
  Optional<Pod> find(Order order) throws Obstacle {
    Workload workload = cluster.workload(order);
    String name = Cluster.instance(order);
    List<Pod> pods = cluster.pods(workload);
    Optional<Pod> named =
        pods.stream().filter(p -> p.getMetadata().getName().equals(name)).findFirst();
    if (named.isEmpty() || named.get().getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    Pod pod = named.get();
    String created = pod.getMetadata().getCreationTimestamp();
    if (created != null && Instant.parse(created).isAfter(order.decidedAt())) {
      return Optional.empty();
    }
    int lost = Cluster.healthy(pod) ? 1 : 0;
    double radius = cluster.settings().blastRadius();
    BlastRadius.check(workload.name(), BlastRadius.healthy(pods), lost, radius);
    return Optional.of(pod);
  }

  @Override
  String missing(Order order) throws Obstacle {
    Workload workload = cluster.workload(order);
    List<Pod> pods = cluster.pods(workload);
    String name = Cluster.instance(order);
    boolean leaving =
        pods.stream()
            .anyMatch(
                p ->
                    p.getMetadata().getName().equals(name)
                        && p.getMetadata().getDeletionTimestamp() != null);
    if (leaving) {
      return "the pod is still ending";
    }
    int healthy = BlastRadius.healthy(pods);
    return healthy >= workload.replicas()
        ? ""
        : healthy + " of " + workload.replicas() + " instances are healthy";
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }
}
