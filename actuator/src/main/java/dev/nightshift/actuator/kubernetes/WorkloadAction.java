package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Order;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;

/** A change of a Deployment or StatefulSet that is over when its rollout is. */
abstract class WorkloadAction extends MarkedAction {

  final Cluster cluster;

  WorkloadAction(ActionSpec spec, Cluster cluster, Attempts attempts) {
    super(spec, attempts);
    this.cluster = cluster;
  }

  @Override
  HasMetadata load(Order order) throws Obstacle {
    return cluster.workload(order).object();
  }

  @Override
  void send(HasMetadata object, PatchContext context, String patch) {
    var apps = cluster.client().apps();
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    if (object instanceof Deployment) {
      apps.deployments().inNamespace(namespace).withName(name).patch(context, patch);
    } else {
      apps.statefulSets().inNamespace(namespace).withName(name).patch(context, patch);
    }
  }

  @Override
  String missing(Order order) throws Obstacle {
    Workload workload = cluster.workload(order);
    // Before the controller has seen the change, it still speaks of the rollout before.
    if (workload.observed() && workload.stuck().isPresent()) {
      throw new Obstacle("the rollout is stuck: " + workload.stuck().get());
    }
    return workload.rolledOut() ? "" : "the rollout is not over: " + workload.progress();
  }

  static Workload workload(HasMetadata object) {
    return object instanceof Deployment deployment
        ? Workload.of(deployment)
        : Workload.of((StatefulSet) object);
  }
}
