package dev.nightshift.actuator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who else decides over an object. What GitOps keeps in step with a repository would be set back,
 * or drift from it: such a change is only proposed.
 */
final class Ownership {

  /** A label or annotation that only one tool writes. */
  private record Sign(String name, String tool) {}

  // Argo CD: docs "Resource Tracking". Its older label app.kubernetes.io/instance is also Helm's,
  // so
  // that it proves nothing. Flux: docs of the kustomize and helm controllers.
  private static final List<Sign> SIGNS =
      List.of(
          new Sign("argocd.argoproj.io/tracking-id", "Argo CD"),
          new Sign("argocd.argoproj.io/instance", "Argo CD"),
          new Sign("kustomize.toolkit.fluxcd.io/name", "Flux"),
          new Sign("helm.toolkit.fluxcd.io/name", "Flux"));

  private Ownership() {}

  /** The tool and its name for the object; empty if nobody keeps it in step with a repository. */
  static Optional<String> gitOps(HasMetadata object) {
    for (Sign sign : SIGNS) {
      for (Map<String, String> map : maps(object)) {
        if (map.containsKey(sign.name())) {
          return Optional.of(sign.tool() + " (" + map.get(sign.name()) + ")");
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Refuses a change that GitOps would undo. What Flux keeps and was told to leave alone may be
   * changed.
   *
   * @param proposal what to change in the repository instead, without a subject
   */
  static void refuseIfGitOps(Cluster cluster, HasMetadata object, String proposal) throws Obstacle {
    Optional<String> owner = gitOps(object);
    if (owner.isPresent() && !cluster.heldOff(object)) {
      throw new Obstacle(
          object.getKind()
              + " "
              + object.getMetadata().getName()
              + " is managed by "
              + owner.get()
              + "; proposed for its repository: "
              + proposal);
    }
  }

  private static List<Map<String, String>> maps(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return List.of(
        labels == null ? Map.of() : labels, annotations == null ? Map.of() : annotations);
  }
}
