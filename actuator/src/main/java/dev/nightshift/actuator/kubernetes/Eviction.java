package dev.nightshift.actuator.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Eviction honours disruption budgets; deletion would not. */
final class Eviction {

  /** What the API server said. */
  enum Reply {
    /** The pod ends, or is gone. */
    ACCEPTED,
    /** A disruption budget has nothing left: later perhaps. */
    BUDGET_SPENT
  }

  private Eviction() {}

  /**
   * Asks for a pod's end: of exactly this pod, not of one that bears its name later.
   *
   * @throws KubernetesClientException if the server refuses for another reason, or cannot be asked
   */
  static Reply request(KubernetesClient client, Pod pod) {
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    boolean accepted =
        client
            .pods()
            .inNamespace(namespace)
            .withName(name)
            .evict(
                new EvictionBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(name)
                    .endMetadata()
                    .withDeleteOptions(
                        new DeleteOptionsBuilder()
                            .withNewPreconditions()
                            .withUid(pod.getMetadata().getUid())
                            .endPreconditions()
                            .build())
                    .build());
    // The client says false to 404 and 429 alike.
    return accepted || gone(client, pod) ? Reply.ACCEPTED : Reply.BUDGET_SPENT;
  }

  /** True if the pod is no more, or another bears its name. */
  static boolean gone(KubernetesClient client, Pod pod) {
    Pod now =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName())
            .get();
    return now == null || !now.getMetadata().getUid().equals(pod.getMetadata().getUid());
  }
}
