package dev.nightshift.actuator.kubernetes;

import static dev.nightshift.actuator.kubernetes.KubernetesWorld.deployment;
import static dev.nightshift.actuator.kubernetes.KubernetesWorld.node;
import static dev.nightshift.actuator.kubernetes.KubernetesWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes, flags and jobs against an API server that keeps objects. */
@EnableKubernetesMockClient(crud = true)
class PodAndNodeActionsTest {

  KubernetesClient client;
  private KubernetesWorld world;

  @BeforeEach
  void connect() {
    world = new KubernetesWorld(client);
  }

  private void pods(int healthy) {
    client.resource(deployment("orders", 2, Map.of())).create();
    for (int i = 0; i < healthy; i++) {
      client.resource(pod("orders", "orders-" + i, true, "worker-" + i)).create();
    }
  }

  private ProviderAnswer restart(String instance) throws InterruptedException {
    return world.execute(
        "restart_pod", world.order("k1", "restart_pod", "demo.shop/orders/" + instance, Map.of()));
  }

  @Test
  void theLastHealthyPodStays() throws Exception {
    pods(1);
    ProviderAnswer answer = restart("orders-0");
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail()).contains("the last one is never taken away");
  }

  @Test
  void aPodYoungerThanTheDecisionIsTheReplacement() throws Exception {
    pods(2);
    client.resource(pod("orders", "orders-new", true, "worker-1")).create();
    world.decidedAt = KubernetesWorld.EARLY;
    assertThat(restart("orders-new"))
        .isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "the pod was replaced", 1));
    assertThat(client.pods().inNamespace("shop").withName("orders-new").get()).isNotNull();
  }

  @Test
  void withoutAnInstanceThereIsNothingToRestart() throws Exception {
    pods(2);
    ProviderAnswer answer =
        world.execute(
            "restart_pod", world.order("k1", "restart_pod", "demo.shop/orders", Map.of()));
    assertThat(answer.detail()).contains("expected a target with an instance");
  }

  private boolean closed(String name) {
    return Boolean.TRUE.equals(client.nodes().withName(name).get().getSpec().getUnschedulable());
  }

  @Test
  void aNodeIsCordonedAndOpenedAgain() throws Exception {
    client.resource(node("worker-0")).create();
    client.resource(node("worker-1")).create();
    pods(2);
    String target = "demo.shop/orders/orders-0";
    Order order = world.order("k1", "cordon_node", target, Map.of());
    assertThat(world.execute("cordon_node", order).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(closed("worker-0")).isTrue();
    assertThat(closed("worker-1")).isFalse();
    Order other = world.order("k2", "cordon_node", target, Map.of("node", "worker-1"));
    assertThat(world.execute("cordon_node", other).detail()).contains("no other node takes pods");
    world.execute("cordon_node", world.order("k3", "cordon_node", target, Map.of(), true));
    assertThat(closed("worker-0")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"master-0, is not among the nodes", "worker-9, there is no node worker-9"})
  void onlyListedNodesAreTouched(String name, String why) throws Exception {
    client.resource(node("master-0")).create();
    Order order = world.order("k1", "cordon_node", "demo.shop/orders", Map.of("node", name));
    assertThat(world.execute("cordon_node", order).detail()).contains(why);
  }

  @Test
  void aDrainThatWouldTakeTheLastInstanceIsNotPlanned() throws Exception {
    client.resource(node("worker-0")).create();
    client.resource(node("worker-1")).create();
    pods(1);
    Order order = world.order("k1", "drain_node", "demo.shop/orders/orders-0", Map.of());
    assertThat(world.action("drain_node").precondition(order).orElseThrow())
        .contains("the last one stays");
    pods2();
    assertThat(world.action("drain_node").plan(order).describe())
        .isEqualTo("would cordon the node worker-0, then evict 1 pods: shop/orders-0");
  }

  private void pods2() {
    client.resource(pod("orders", "orders-1", true, "worker-1")).create();
  }

  private ConfigMap flags() {
    return client.configMaps().inNamespace("shop").withName("flags").get();
  }

  @Test
  void aFlagIsSetAndSetBack() throws Exception {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("flags")
                .endMetadata()
                .withData(Map.of("new-checkout", "on", "other", "x"))
                .build())
        .create();
    Map<String, String> off = Map.of("name", "flags", "key", "new-checkout", "value", "off");
    String target = "demo.shop/orders";
    world.execute("patch_config_map", world.order("k1", "patch_config_map", target, off));
    assertThat(flags().getData()).containsEntry("new-checkout", "off").containsEntry("other", "x");
    world.execute("patch_config_map", world.order("k2", "patch_config_map", target, off, true));
    assertThat(flags().getData()).containsEntry("new-checkout", "on");

    Map<String, String> added = Map.of("name", "flags", "key", "slow", "value", "");
    world.execute("patch_config_map", world.order("k3", "patch_config_map", target, added));
    assertThat(flags().getData()).containsEntry("slow", "");
    world.execute("patch_config_map", world.order("k4", "patch_config_map", target, added, true));
    assertThat(flags().getData()).doesNotContainKey("slow");

    Map<String, String> other = Map.of("name", "passwords", "key", "a", "value", "b");
    assertThat(
            world
                .execute("patch_config_map", world.order("k5", "patch_config_map", target, other))
                .detail())
        .contains("'passwords' is not among those that may be patched");
  }

  private void job(String name, String service, int active) {
    client
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .addToLabels("app.kubernetes.io/name", service)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withActive(active)
                .endStatus()
                .build())
        .create();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders | 1 | LATE | SUCCEEDED | deleted the job nightly",
        "carts  | 1 | LATE | REFUSED | has no label app.kubernetes.io/name=orders",
        "orders | 0 | LATE | REFUSED | it is not stuck",
        "orders | 1 | EARLY | SUCCEEDED | the job is gone",
      })
  void onlyAStuckJobOfTheServiceIsDeleted(
      String service, int active, String decided, Outcome outcome, String detail) throws Exception {
    job("nightly", service, active);
    world.decidedAt = decided.equals("LATE") ? KubernetesWorld.LATE : KubernetesWorld.EARLY;
    Order order = world.order("k1", "delete_job", "demo.shop/orders", Map.of("job", "nightly"));
    ProviderAnswer answer = world.execute("delete_job", order);
    assertThat(answer.outcome()).isEqualTo(outcome);
    assertThat(answer.detail()).contains(detail);
    assertThat(client.batch().v1().jobs().inNamespace("shop").withName("nightly").get() == null)
        .isEqualTo(detail.startsWith("deleted"));
  }
}
