package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Holds Flux off the workload, or lets it at it again. While it is held off, other actions change
 * the workload directly; what they changed is set back when Flux is let at it.
 */
final class FluxSuspend extends FluxAction {

  static final ActionSpec SUSPEND =
      ActionSpec.of(
          "flux_suspend",
          "keep Flux from changing the workload until it is resumed",
          Risk.MEDIUM,
          Idempotency.KEYED,
          true,
          Cluster.KIND);

  static final ActionSpec RESUME =
      ActionSpec.of(
          "flux_resume",
          "let Flux keep the workload in step again",
          Risk.MEDIUM,
          Idempotency.KEYED,
          true,
          Cluster.KIND);

  private final boolean suspend;

  private FluxSuspend(ActionSpec spec, boolean suspend, Cluster cluster, Attempts attempts) {
    super(spec, cluster, attempts);
    this.suspend = suspend;
  }

  static FluxSuspend suspend(Cluster cluster, Attempts attempts) {
    return new FluxSuspend(SUSPEND, true, cluster, attempts);
  }

  static FluxSuspend resume(Cluster cluster, Attempts attempts) {
    return new FluxSuspend(RESUME, false, cluster, attempts);
  }

  @Override
  Change change(Order order, HasMetadata object) throws Obstacle {
    return to(object, suspend);
  }

  @Override
  Change revert(Order order, HasMetadata object, Mark mark) throws Obstacle {
    return to(object, Boolean.parseBoolean(mark.was()));
  }

  private static Change to(HasMetadata object, boolean wanted) throws Obstacle {
    boolean now = FluxObject.suspended((GenericKubernetesResource) object);
    if (now == wanted) {
      throw new Obstacle(name(object) + (wanted ? " is suspended already" : " is not suspended"));
    }
    return Change.of(
            (wanted ? "suspend " : "resume ") + name(object),
            Boolean.toString(now),
            Boolean.toString(wanted))
        .set("/spec/suspend", wanted);
  }
}
