package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;

/** Lets no new pod onto a node. */
final class CordonNode extends MarkedAction {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "cordon_node",
          "let no new pod onto the node",
          Risk.MEDIUM,
          Idempotency.KEYED,
          true,
          Cluster.NODE);

  private final Cluster cluster;

  /**
   * Makes the action, or the first step of one.
   *
   * @param spec under whose operation the node is marked
   */
  CordonNode(ActionSpec spec, Cluster cluster, Attempts attempts) {
    super(spec, attempts);
    this.cluster = cluster;
  }

  @Override
  HasMetadata load(Order order) throws Obstacle {
    return cluster.node(order);
  }

  @Override
  Change change(Order order, HasMetadata object) throws Obstacle {
    boolean already = Boolean.TRUE.equals(((Node) object).getSpec().getUnschedulable());
    long open =
        cluster.client().nodes().list().getItems().stream()
            .filter(node -> !Boolean.TRUE.equals(node.getSpec().getUnschedulable()))
            .filter(node -> !node.getMetadata().getName().equals(object.getMetadata().getName()))
            .count();
    if (open == 0) {
      throw new Obstacle("no other node takes pods: the last one is never cordoned");
    }
    return Change.of(
            "cordon the node " + object.getMetadata().getName(), Boolean.toString(already), "true")
        .set("/spec/unschedulable", true);
  }

  @Override
  Change revert(Order order, HasMetadata object, Mark mark) throws Obstacle {
    // It was cordoned before the action: not ours to open.
    boolean closed = Boolean.parseBoolean(mark.was());
    return Change.of(
            (closed ? "leave the node cordoned as it was: " : "uncordon the node ")
                + object.getMetadata().getName(),
            /* was= */ mark.now(),
            /* now= */ mark.was())
        .set("/spec/unschedulable", closed);
  }

  @Override
  void send(HasMetadata object, PatchContext context, String patch) {
    cluster.client().nodes().withName(object.getMetadata().getName()).patch(context, patch);
  }
}
