package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Replaces every pod of a workload, as its strategy says. It changes the annotation that {@code
 * kubectl rollout restart} changes, which is no drift for Argo CD or Flux.
 */
final class RollingRestart extends WorkloadAction {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "rolling_restart",
          "replace every pod of the workload, as its strategy says",
          Risk.LOW,
          Idempotency.KEYED,
          false,
          Cluster.KIND);

  private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

  RollingRestart(Cluster cluster, Attempts attempts) {
    super(SPEC, cluster, attempts);
  }

  @Override
  Change change(Order order, HasMetadata object) throws Obstacle {
    Workload workload = workload(object);
    int healthy = BlastRadius.healthy(cluster.pods(workload));
    // Where nothing is healthy a restart takes nothing away.
    int lost = Math.min(workload.lostInRollout(), healthy);
    BlastRadius.check(workload.name(), healthy, lost, cluster.settings().blastRadius());
    Map<String, String> annotations = new LinkedHashMap<>(workload.templateAnnotations());
    annotations.put(RESTARTED, order.decidedAt().toString());
    Change change = Change.of("restart " + workload.name() + " pod by pod", "", "restarted");
    if (templateLacksMetadata(object)) {
      return change.set("/spec/template/metadata", Map.of("annotations", annotations));
    }
    return change.set("/spec/template/metadata/annotations", annotations);
  }

  private static boolean templateLacksMetadata(HasMetadata object) {
    return object instanceof io.fabric8.kubernetes.api.model.apps.Deployment deployment
        ? deployment.getSpec().getTemplate().getMetadata() == null
        : ((io.fabric8.kubernetes.api.model.apps.StatefulSet) object)
                .getSpec()
                .getTemplate()
                .getMetadata()
            == null;
  }
}
