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
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cordons a node and evicts what runs there, as {@code kubectl drain --ignore-daemonsets} does.
 * Undone by opening the node again.
 */
final class DrainNode implements Action {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "drain_node",
          "cordon the node and evict its pods, within their disruption budgets",
          Risk.HIGH,
          Idempotency.KEYED,
          true,
          Cluster.NODE);

  private final Cluster cluster;
  private final Attempts attempts;
  private final CordonNode cordon;

  DrainNode(Cluster cluster, Attempts attempts) {
    this.cluster = cluster;
    this.attempts = attempts;
    this.cordon = new CordonNode(SPEC, cluster, attempts);
  }

  @Override
  public ActionSpec spec() {
    return SPEC;
  }

  @Override
  public Plan plan(Order order) throws InterruptedException {
    Plan first = cordon.plan(order);
    if (order.undo() || first.obstacle().isPresent()) {
      return first;
    }
    return Attempts.plan(
        () -> {
          List<String> steps = new ArrayList<>(first.steps());
          List<Pod> pods = evictable(order);
          steps.add("evict " + pods.size() + " pods: " + names(pods));
          return new Plan(steps, Optional.empty());
        });
  }

  @Override
  public ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    Instant end = attempts.deadline();
    ProviderAnswer closed = cordon.execute(order, repeatable, gate);
    if (closed.outcome() != Outcome.SUCCEEDED) {
      return closed;
    }
    String missing = attempts.await(end, () -> evictAll(order, gate));
    return missing.isEmpty()
        ? new ProviderAnswer(Outcome.SUCCEEDED, "drained the node", closed.attempts())
        : new ProviderAnswer(
            Outcome.FAILED, "the node is cordoned, but: " + missing, closed.attempts());
  }

  @Override
  public ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return cordon.undo(order, repeatable, gate);
  }

  /** That the node was cordoned for this key is known, not that all pods were evicted. */
  @Override
  public Optional<ProviderAnswer> status(Order order) throws InterruptedException {
    if (order.undo()) {
      return cordon.status(order);
    }
    return Attempts.lookUp(
        () -> {
          return cordon.status(order).isPresent() && evictable(order).isEmpty()
              ? Optional.of(new ProviderAnswer(Outcome.SUCCEEDED, "the node is drained", 0))
              : Optional.empty();
        });
  }

  private String evictAll(Order order, ExecutionGate gate) throws Obstacle {
    List<Pod> pods = evictable(order);
    int waiting = 0;
    for (Pod pod : pods) {
      if (!gate.open()) {
        throw new Obstacle("automation was halted with " + pods.size() + " pods left");
      }
      if (pod.getMetadata().getDeletionTimestamp() == null
          && Eviction.request(cluster.client(), pod) == Eviction.Reply.BUDGET_SPENT) {
        waiting++;
      }
    }
    return pods.isEmpty()
        ? ""
        : pods.size() + " pods are left, " + waiting + " of them kept by disruption budgets";
  }

  /** Pods of workloads that live elsewhere too; refuses if one lives nowhere else. */
  private List<Pod> evictable(Order order) throws Obstacle {
    String node = cluster.node(order).getMetadata().getName();
    List<Pod> here = new ArrayList<>();
    Map<String, Integer> elsewhere = new HashMap<>();
    for (Pod pod : cluster.client().pods().inAnyNamespace().list().getItems()) {
      boolean on = pod.getSpec() != null && node.equals(pod.getSpec().getNodeName());
      if (on && staysOrEnded(pod)) {
        continue;
      }
      Optional<OwnerReference> owner = owner(pod);
      if (on) {
        if (owner.isEmpty()) {
          throw new Obstacle(
              "the pod " + name(pod) + " belongs to no controller: nobody would replace it");
        }
        here.add(pod);
      } else if (owner.isPresent() && Cluster.healthy(pod)) {
        elsewhere.merge(owner.get().getUid(), 1, Integer::sum);
      }
    }
    for (Pod pod : here) {
      if (Cluster.healthy(pod) && !elsewhere.containsKey(owner(pod).orElseThrow().getUid())) {
        throw new Obstacle(
            "no healthy instance like " + name(pod) + " runs elsewhere: the last one stays");
      }
    }
    return here;
  }

  /** Daemons and static pods would come back; what has ended needs no eviction. */
  private static boolean staysOrEnded(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String phase = pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
    return phase.equals("Succeeded")
        || phase.equals("Failed")
        || (annotations != null && annotations.containsKey("kubernetes.io/config.mirror"))
        || owner(pod).filter(o -> o.getKind().equals("DaemonSet")).isPresent();
  }

  private static Optional<OwnerReference> owner(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  private static String names(List<Pod> pods) {
    String names = String.join(", ", pods.stream().limit(10).map(DrainNode::name).toList());
    return pods.size() > 10 ? names + ", ..." : names;
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }
}
