package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Evicts the pod that the target names, and waits until its workload is whole again. A pod that was
 * made after the decision is the replacement: it is never evicted, so that asking twice does not
 * act twice. This compares the cluster's clock with the job's.
 */
final class RestartPod implements Action {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "restart_pod",
          "evict the pod that the target names; its workload replaces it",
          Risk.LOW,
          Idempotency.KEYED,
          false,
          Cluster.KIND);

  private final Cluster cluster;
  private final Attempts attempts;

  RestartPod(Cluster cluster, Attempts attempts) {
    this.cluster = cluster;
    this.attempts = attempts;
  }

  @Override
  public ActionSpec spec() {
    return SPEC;
  }

  @Override
  public Plan plan(Order order) throws InterruptedException {
    return Attempts.plan(
        () -> {
          Optional<Pod> pod = find(order);
          return pod.isEmpty()
              ? Plan.of("find the pod already replaced")
              : Plan.of("evict the pod " + name(pod.get()));
        });
  }

  @Override
  public ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    Instant end = attempts.deadline();
    return attempts.run(gate, number -> evict(order, gate, end, number), () -> missing(order));
  }

  @Override
  public ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate) {
    return new ProviderAnswer(Outcome.REFUSED, "a restart cannot be undone", 0);
  }

  @Override
  public Optional<ProviderAnswer> status(Order order) throws InterruptedException {
    return Attempts.lookUp(
        () -> {
          return find(order).isEmpty()
              ? Optional.of(new ProviderAnswer(Outcome.SUCCEEDED, "the pod was replaced", 0))
              : Optional.empty();
        });
  }

  private ProviderAnswer evict(Order order, ExecutionGate gate, Instant end, int number)
      throws Obstacle, InterruptedException {
    Optional<Pod> pod = find(order);
    if (pod.isEmpty()) {
      return new ProviderAnswer(Outcome.SUCCEEDED, "the pod was replaced", number);
    }
    while (Eviction.request(cluster.client(), pod.get()) == Eviction.Reply.BUDGET_SPENT) {
      if (!attempts.now().isBefore(end)) {
        throw new Obstacle("a disruption budget does not allow to evict " + name(pod.get()));
      }
      if (!gate.open()) {
        throw new Obstacle("automation was halted before a disruption budget allowed it");
      }
      gate.pause(attempts.shortly());
    }
    return new ProviderAnswer(Outcome.SUCCEEDED, "evicted the pod " + name(pod.get()), number);
  }

  /** The pod to evict; empty if it is gone, going, or was made after the decision. */
  private Optional<Pod> find(Order order) throws Obstacle {
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

  private String missing(Order order) throws Obstacle {
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
