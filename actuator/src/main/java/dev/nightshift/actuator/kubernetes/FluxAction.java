package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Order;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;

/** A change of the object by which Flux keeps the target's workload. */
abstract class FluxAction extends MarkedAction {

  private final Cluster cluster;

  FluxAction(ActionSpec spec, Cluster cluster, Attempts attempts) {
    super(spec, attempts);
    this.cluster = cluster;
  }

  @Override
  final GenericKubernetesResource load(Order order) throws Obstacle {
    HasMetadata workload = cluster.workload(order).object();
    FluxObject flux =
        FluxObject.of(workload)
            .orElseThrow(
                () ->
                    new Obstacle(
                        workload.getKind()
                            + " "
                            + workload.getMetadata().getName()
                            + " is not managed by Flux: no label names a Kustomization or"
                            + " HelmRelease"));
    return flux.load(cluster.client(), workload);
  }

  @Override
  final void send(HasMetadata object, PatchContext context, String patch) {
    FluxObject.resource(cluster.client(), (GenericKubernetesResource) object).patch(context, patch);
  }

  static String name(HasMetadata object) {
    return object.getKind()
        + " "
        + object.getMetadata().getNamespace()
        + "/"
        + object.getMetadata().getName();
  }
}
