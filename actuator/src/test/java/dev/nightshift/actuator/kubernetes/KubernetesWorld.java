package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Orders;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.telemetry.Entity;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Orders, objects and a provider that the tests of Kubernetes share. */
final class KubernetesWorld {

  /** The mock gives objects its own time of creation: a decision before it, and one long after. */
  static final Instant EARLY = Instant.parse("2020-01-01T00:00:00Z");

  static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

  private static final String SECTION =
      """
      section:
        namespaces: {demo.shop: shop}
        deadline: 6s
        max-replicas: 6
        nodes: ["worker-*"]
        config-maps: [flags]
      """;

  Instant decidedAt = LATE;

  private final KubernetesProvider provider;

  KubernetesWorld(KubernetesClient client) {
    Clock late = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), LATE));
    this.provider =
        new KubernetesProvider(client, settings(), new ProviderContext(late, () -> 0.1));
  }

  static KubernetesSettings settings() {
    return KubernetesSettings.read(
        ConfigNode.parse("test.yaml", SECTION).get("section"), name -> null);
  }

  Action action(String operation) {
    return provider.action(operation);
  }

  ProviderAnswer execute(String operation, Order order) throws InterruptedException {
    Action action = action(operation);
    return order.undo()
        ? action.undo(order, false, Orders.OPEN)
        : action.execute(order, false, Orders.OPEN);
  }

  /** An order as admission makes it: checked, with defaults filled in. */
  Order order(String key, String operation, String target, Map<String, String> parameters) {
    return order(key, operation, target, parameters, false);
  }

  Order order(
      String key, String operation, String target, Map<String, String> parameters, boolean undo) {
    return new Order(
        key,
        "inc-1",
        operation,
        Entity.parse(target),
        action(operation).spec().parameters().complete(parameters),
        "memory_leak",
        undo,
        decidedAt);
  }

  static Deployment deployment(String name, int replicas, Map<String, String> annotations) {
    Map<String, String> all = new LinkedHashMap<>(annotations);
    all.putIfAbsent("deployment.kubernetes.io/revision", "3");
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withAnnotations(all)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withContainers(new ContainerBuilder().withName("main").withImage("shop:3").build())
        .endSpec()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(Long.MAX_VALUE)
        .withReplicas(1)
        .withUpdatedReplicas(99)
        .withAvailableReplicas(99)
        .endStatus()
        .build();
  }

  static Pod pod(String service, String name, boolean ready, String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withUid("uid-" + name)
        .addToLabels("app", service)
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("ReplicaSet")
        .withName(service + "-rs")
        .withUid("rs-" + service)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }

  static io.fabric8.kubernetes.api.model.Node node(String name) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }
}
