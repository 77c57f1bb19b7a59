package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;

/**
 * Asks Flux to bring the workload in step now, as {@code flux reconcile} does, and follows it to
 * the end.
 */
final class FluxReconcile extends FluxAction {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "flux_reconcile",
          "let Flux bring the workload in step with its source now",
          Risk.LOW,
          Idempotency.KEYED,
          false,
          Cluster.KIND);

  private static final String REQUESTED = "reconcile.fluxcd.io/requestedAt";

  private final Attempts attempts;

  FluxReconcile(Cluster cluster, Attempts attempts) {
    super(SPEC, cluster, attempts);
    this.attempts = attempts;
  }

  @Override
  Change change(Order order, HasMetadata object) throws Obstacle {
    if (FluxObject.suspended((GenericKubernetesResource) object)) {
      throw new Obstacle(name(object) + " is suspended: resume it first");
    }
    String now = attempts.now().toString();
    return Change.of("reconcile " + name(object), requested(object), now)
        .set("/metadata/annotations/" + Change.escape(REQUESTED), now);
  }

  @Override
  String missing(Order order) throws Obstacle {
    GenericKubernetesResource object = load(order);
    Object handled = object.get("status", "lastHandledReconcileAt");
    if (!requested(object).equals(handled)) {
      return "Flux has not begun to reconcile " + name(object);
    }
    Object conditions = object.get("status", "conditions");
    if (conditions instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> condition && "Ready".equals(condition.get("type"))) {
          return judge(object, condition);
        }
      }
    }
    return "Flux says nothing of " + name(object);
  }

  private static String judge(GenericKubernetesResource object, Map<?, ?> ready) throws Obstacle {
    String words = ready.get("reason") + ": " + ready.get("message");
    if ("False".equals(ready.get("status"))) {
      throw new Obstacle("Flux could not reconcile " + name(object) + ": " + words);
    }
    return "True".equals(ready.get("status"))
        ? ""
        : "Flux reconciles " + name(object) + ": " + words;
  }

  private static String requested(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(REQUESTED, "");
  }
}
