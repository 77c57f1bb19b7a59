package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ParameterSchema;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads of one cluster, in the words of the actions. Thread-safe. */
final class Cluster {

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  /** Which kind of workload a service is; its name is the service's. */
  static final Parameter KIND =
      Parameter.withDefault(
          "kind", "deployment|statefulset", "deployment or statefulset", "deployment");

  /** A node's name; without it, the node of the target's pod. */
  static final Parameter NODE =
      Parameter.optional("node", ParameterSchema.NAME, "the name of a node");

  private final KubernetesClient client;
  private final KubernetesSettings settings;

  Cluster(KubernetesClient client, KubernetesSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  KubernetesClient client() {
    return client;
  }

  KubernetesSettings settings() {
    return settings;
  }

  /** The namespace of the order's system: configured, never taken from a request. */
  String namespace(Order order) throws Obstacle {
    String namespace = settings.namespaces().get(order.target().system());
    if (namespace == null) {
      throw new Obstacle(
          "no namespace is configured for the system '" + order.target().system() + "'");
    }
    return namespace;
  }

  /** The workload that bears the service's name. */
  Workload workload(Order order) throws Obstacle {
    String namespace = namespace(order);
    String name = order.target().service();
    if (order.parameter(KIND.name()).equals("deployment")) {
      Deployment found = client.apps().deployments().inNamespace(namespace).withName(name).get();
      if (found != null) {
        return Workload.of(found);
      }
    } else {
      StatefulSet found = client.apps().statefulSets().inNamespace(namespace).withName(name).get();
      if (found != null) {
        return Workload.of(found);
      }
    }
    throw new Obstacle(
        "there is no " + order.parameter(KIND.name()) + " " + namespace + "/" + name);
  }

  /** The workload's pods, those that are leaving included. */
  List<Pod> pods(Workload workload) {
    return client
        .pods()
        .inNamespace(workload.object().getMetadata().getNamespace())
        .withLabelSelector(workload.selector())
        .list()
        .getItems();
  }

  Optional<HorizontalPodAutoscaler> autoscaler(Workload workload) {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(workload.object().getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(
            hpa ->
                hpa.getSpec().getScaleTargetRef().getKind().equals(workload.object().getKind())
                    && hpa.getSpec()
                        .getScaleTargetRef()
                        .getName()
                        .equals(workload.object().getMetadata().getName()))
        .findFirst();
  }

  /** The named node, or the one that the target's pod runs on; only if it is listed. */
  Node node(Order order) throws Obstacle {
    String name = order.parameters().get(NODE.name());
    if (name == null) {
      Pod pod = targetPod(order);
      name = pod.getSpec().getNodeName();
    }
    if (name == null || !KubernetesSettings.listed(settings.nodes(), name)) {
      throw new Obstacle("the node '" + name + "' is not among the nodes that may be touched");
    }
    Node node = client.nodes().withName(name).get();
    if (node == null) {
      throw new Obstacle("there is no node " + name);
    }
    return node;
  }

  /** The pod that the target's instance names. */
  Pod targetPod(Order order) throws Obstacle {
    String name = instance(order);
    Pod pod = client.pods().inNamespace(namespace(order)).withName(name).get();
    if (pod == null) {
      throw new Obstacle("there is no pod " + namespace(order) + "/" + name);
    }
    return pod;
  }

  /** The pod's name in the target. */
  static String instance(Order order) throws Obstacle {
    String name = order.target().instance();
    if (name.isEmpty()) {
      throw new Obstacle("expected a target with an instance, the pod's name");
    }
    return name;
  }

  /** Whether Flux keeps an object and is suspended; false if that cannot be asked. */
  boolean heldOff(HasMetadata object) {
    Optional<FluxObject> flux = FluxObject.of(object);
    if (flux.isEmpty()) {
      return false;
    }
    try {
      return FluxObject.suspended(flux.get().load(client, object));
    } catch (Obstacle | KubernetesClientException e) {
      LOG.info("whether Flux is suspended is not known: {}", e.getMessage());
      return false;
    }
  }

  /** Serves, and is to go on serving. */
  static boolean healthy(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** True if every label of the selector's plain part is on the pod. */
  static boolean selects(Workload workload, Pod pod) {
    Map<String, String> wanted = workload.selector().getMatchLabels();
    Map<String, String> labels = pod.getMetadata().getLabels();
    return wanted != null && labels != null && labels.entrySet().containsAll(wanted.entrySet());
  }
}
