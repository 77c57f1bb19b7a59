package dev.nightshift.actuator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Map;
import java.util.Optional;

/**
 * A Deployment or StatefulSet as it was read.
 *
 * @param replicas wanted instances
 * @param updated instances of the newest template
 * @param available instances that serve
 * @param observed the controller has seen the newest specification
 * @param lostInRollout instances that a rollout takes away at once, at most
 * @param stuck what the controller says if it has given up a rollout
 */
record Workload(
    HasMetadata object,
    LabelSelector selector,
    Map<String, String> templateAnnotations,
    int replicas,
    int updated,
    int available,
    int existing,
    boolean observed,
    int lostInRollout,
    Optional<String> stuck) {

  static Workload of(Deployment deployment) {
    DeploymentStatus status =
        deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
    int replicas = orElse(deployment.getSpec().getReplicas(), 1);
    Optional<String> stuck =
        status.getConditions().stream()
            .filter(c -> "ProgressDeadlineExceeded".equals(c.getReason()))
            .map(c -> String.valueOf(c.getMessage()))
            .findFirst();
    return new Workload(
        deployment,
        deployment.getSpec().getSelector(),
        annotations(deployment.getSpec().getTemplate().getMetadata()),
        replicas,
        orElse(status.getUpdatedReplicas(), 0),
        orElse(status.getAvailableReplicas(), 0),
        orElse(status.getReplicas(), 0),
        seen(status.getObservedGeneration(), deployment),
        lost(deployment, replicas),
        stuck);
  }

  static Workload of(StatefulSet set) {
    StatefulSetStatus status = set.getStatus() == null ? new StatefulSetStatus() : set.getStatus();
    int replicas = orElse(set.getSpec().getReplicas(), 1);
    return new Workload(
        set,
        set.getSpec().getSelector(),
        annotations(set.getSpec().getTemplate().getMetadata()),
        replicas,
        orElse(status.getUpdatedReplicas(), 0),
        orElse(status.getAvailableReplicas(), orElse(status.getReadyReplicas(), 0)),
        orElse(status.getReplicas(), 0),
        seen(status.getObservedGeneration(), set),
        1,
        Optional.empty());
  }

  String name() {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  /** As {@code kubectl rollout status} sees it. */
  boolean rolledOut() {
    return observed && updated >= replicas && available >= replicas && existing <= replicas;
  }

  String progress() {
    return updated + " of " + replicas + " updated, " + available + " available";
  }

  private static Map<String, String> annotations(
      io.fabric8.kubernetes.api.model.ObjectMeta template) {
    return template == null || template.getAnnotations() == null
        ? Map.of()
        : template.getAnnotations();
  }

  private static boolean seen(Long observed, HasMetadata object) {
    Long generation = object.getMetadata().getGeneration();
    return generation == null || (observed != null && observed >= generation);
  }

  /** Recreate takes all; maxUnavailable is rounded down and is a quarter by default. */
  private static int lost(Deployment deployment, int replicas) {
    var strategy = deployment.getSpec().getStrategy();
    if (strategy != null && "Recreate".equals(strategy.getType())) {
      return replicas;
    }
    IntOrString most =
        strategy == null || strategy.getRollingUpdate() == null
            ? null
            : strategy.getRollingUpdate().getMaxUnavailable();
    if (most == null) {
      return replicas / 4;
    }
    if (most.getIntVal() != null) {
      return Math.min(replicas, most.getIntVal());
    }
    int percent = Integer.parseInt(most.getStrVal().replace("%", "").strip());
    return Math.min(replicas, replicas * percent / 100);
  }

  private static int orElse(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
