package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import java.util.Optional;

/**
 * Sets the number of instances. Where an autoscaler decides that number it would set it back: then
 * the least number that the autoscaler keeps is set, and never beyond what it allows.
 */
final class Scale extends WorkloadAction {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "scale",
          "set the number of instances, or the autoscaler's least number",
          Risk.LOW,
          Idempotency.KEYED,
          true,
          Cluster.KIND,
          Parameter.optional("add", "-?[1-9][0-9]{0,2}", "a number to add, for example 1 or -1"),
          Parameter.optional("replicas", "[1-9][0-9]{0,3}", "a number of instances above zero"));

  Scale(Cluster cluster, Attempts attempts) {
    super(SPEC, cluster, attempts);
  }

  /** The autoscaler if there is one, else the workload. */
  @Override
  HasMetadata load(Order order) throws Obstacle {
    Workload workload = cluster.workload(order);
    Optional<HorizontalPodAutoscaler> autoscaler = cluster.autoscaler(workload);
    return autoscaler.isPresent() ? autoscaler.get() : workload.object();
  }

  @Override
  Change change(Order order, HasMetadata object) throws Obstacle {
    return to(order, object, wanted(order, cluster.workload(order).replicas()));
  }

  @Override
  Change revert(Order order, HasMetadata object, Mark mark) throws Obstacle {
    int now = current(object);
    if (now != Integer.parseInt(mark.now())) {
      throw new Obstacle(
          "somebody else changed it meanwhile: " + now + ", not " + mark.now() + " as was set");
    }
    return to(order, object, Integer.parseInt(mark.was()));
  }

  private Change to(Order order, HasMetadata object, int wanted) throws Obstacle {
    Workload workload = cluster.workload(order);
    int most = cluster.settings().maxReplicas();
    if (wanted > most) {
      throw new Obstacle(wanted + " instances are more than the " + most + " that are allowed");
    }
    int now = current(object);
    String sentence =
        (object instanceof HorizontalPodAutoscaler
                ? "set the least number of instances that the autoscaler keeps of "
                : "set the instances of ")
            + workload.name()
            + " from "
            + now
            + " to "
            + wanted;
    Ownership.refuseIfGitOps(cluster, object, sentence);
    if (object instanceof HorizontalPodAutoscaler autoscaler) {
      int limit = autoscaler.getSpec().getMaxReplicas();
      if (wanted > limit) {
        throw new Obstacle(
            "the autoscaler of " + workload.name() + " allows " + limit + " instances at most");
      }
      return change(sentence, now, wanted).set("/spec/minReplicas", wanted);
    }
    if (wanted < now) {
      int healthy = BlastRadius.healthy(cluster.pods(workload));
      BlastRadius.check(
          workload.name(), healthy, healthy - wanted, cluster.settings().blastRadius());
    }
    return change(sentence, now, wanted).set("/spec/replicas", wanted);
  }

  private static Change change(String sentence, int was, int now) {
    return Change.of(sentence, Integer.toString(was), Integer.toString(now));
  }

  private static int current(HasMetadata object) {
    if (object instanceof HorizontalPodAutoscaler autoscaler) {
      Integer least = autoscaler.getSpec().getMinReplicas();
      return least == null ? 1 : least;
    }
    return workload(object).replicas();
  }

  private static int wanted(Order order, int replicas) throws Obstacle {
    String add = order.parameters().get("add");
    String set = order.parameters().get("replicas");
    if ((add == null) == (set == null)) {
      throw new Obstacle("expected one of the parameters 'add' and 'replicas'");
    }
    int wanted = set != null ? Integer.parseInt(set) : replicas + Integer.parseInt(add);
    if (wanted < 1) {
      throw new Obstacle("it would leave " + wanted + " instances; the last one stays");
    }
    return wanted;
  }

  @Override
  void send(HasMetadata object, PatchContext context, String patch) {
    if (object instanceof HorizontalPodAutoscaler) {
      cluster
          .client()
          .autoscaling()
          .v2()
          .horizontalPodAutoscalers()
          .inNamespace(object.getMetadata().getNamespace())
          .withName(object.getMetadata().getName())
          .patch(context, patch);
    } else {
      super.send(object, context, patch);
    }
  }
}
