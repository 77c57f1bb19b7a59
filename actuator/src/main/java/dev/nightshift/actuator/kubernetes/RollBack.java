package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Gives a Deployment an earlier pod template back, as {@code kubectl rollout undo} does. */
final class RollBack extends WorkloadAction {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "roll_back",
          "give the deployment its former pod template back",
          Risk.MEDIUM,
          Idempotency.KEYED,
          true,
          Parameter.withDefault("kind", "deployment", "deployment", "deployment"),
          Parameter.optional("revision", "[1-9][0-9]{0,8}", "the number of a revision"));

  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HASH = "pod-template-hash";

  RollBack(Cluster cluster, Attempts attempts) {
    super(SPEC, cluster, attempts);
  }

  @Override
  Change change(Order order, HasMetadata object) throws Obstacle {
    NavigableMap<Long, ReplicaSet> history = history(object);
    long current = revision(object);
    String asked = order.parameters().get("revision");
    Long target = asked != null ? Long.valueOf(asked) : history.lowerKey(current);
    if (target == null || target == current || !history.containsKey(target)) {
      throw new Obstacle(
          object.getMetadata().getName()
              + " is at revision "
              + current
              + "; there is no revision "
              + (asked == null ? "before it" : asked)
              + " among "
              + history.keySet());
    }
    return to(object, current, target, history.get(target));
  }

  /** The template rolled back to was given a new number; the one that was left keeps its own. */
  @Override
  Change revert(Order order, HasMetadata object, Mark mark) throws Obstacle {
    long was = Long.parseLong(mark.was());
    ReplicaSet set = history(object).get(was);
    if (set == null) {
      throw new Obstacle("revision " + was + " is no longer kept");
    }
    return to(object, revision(object), was, set);
  }

  private Change to(HasMetadata object, long from, long revision, ReplicaSet set) throws Obstacle {
    Workload workload = workload(object);
    String sentence =
        "roll " + workload.name() + " from revision " + from + " back to the pods of " + revision;
    Ownership.refuseIfGitOps(cluster, object, sentence);
    int healthy = BlastRadius.healthy(cluster.pods(workload));
    int lost = Math.min(workload.lostInRollout(), healthy);
    BlastRadius.check(workload.name(), healthy, lost, cluster.settings().blastRadius());
    PodTemplateSpec template =
        new PodTemplateSpecBuilder(set.getSpec().getTemplate())
            .editMetadata()
            .removeFromLabels(HASH)
            .endMetadata()
            .build();
    return Change.of(sentence, Long.toString(from), Long.toString(revision))
        .set("/spec/template", template);
  }

  private NavigableMap<Long, ReplicaSet> history(HasMetadata object) {
    NavigableMap<Long, ReplicaSet> history = new TreeMap<>();
    cluster
        .client()
        .apps()
        .replicaSets()
        .inNamespace(object.getMetadata().getNamespace())
        .withLabelSelector(((Deployment) object).getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(
            set ->
                set.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getUid().equals(object.getMetadata().getUid())))
        .forEach(set -> history.put(revision(set), set));
    return history;
  }

  private static long revision(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(REVISION);
    return text == null || !text.matches("[0-9]{1,18}") ? 0 : Long.parseLong(text);
  }
}
