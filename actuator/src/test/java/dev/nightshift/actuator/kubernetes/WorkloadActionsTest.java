package dev.nightshift.actuator.kubernetes;

import static dev.nightshift.actuator.kubernetes.KubernetesWorld.deployment;
import static dev.nightshift.actuator.kubernetes.KubernetesWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Orders;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restart, scale and roll back against an API server that keeps objects. */
@EnableKubernetesMockClient(crud = true)
class WorkloadActionsTest {

  private static final String TARGET = "demo.shop/orders";

  KubernetesClient client;
  private KubernetesWorld world;

  @BeforeEach
  void connect() {
    world = new KubernetesWorld(client);
  }

  private void exists(Deployment deployment, int healthy) {
    client.resource(deployment).create();
    for (int i = 0; i < healthy; i++) {
      String name = deployment.getMetadata().getName();
      client.resource(pod(name, name + "-" + i, true, "worker-1")).create();
    }
  }

  private Deployment orders() {
    return client.apps().deployments().inNamespace("shop").withName("orders").get();
  }

  private HorizontalPodAutoscaler autoscaler() {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace("shop")
        .withName("orders")
        .get();
  }

  private void autoscaled(int least, int most) {
    client
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("orders")
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", "orders")
                .withMinReplicas(least)
                .withMaxReplicas(most)
                .endSpec()
                .build())
        .create();
  }

  @Test
  void aRollingRestartIsDoneOncePerKey() throws Exception {
    exists(deployment("orders", 2, Map.of("kept", "yes")), 2);
    Order order = world.order("k1", "rolling_restart", TARGET, Map.of());
    assertThat(world.action("rolling_restart").status(order)).isEmpty();
    assertThat(world.action("rolling_restart").plan(order).describe())
        .isEqualTo("would restart shop/orders pod by pod");
    assertThat(world.execute("rolling_restart", order).outcome()).isEqualTo(Outcome.SUCCEEDED);
    Deployment after = orders();
    assertThat(after.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry("kubectl.kubernetes.io/restartedAt", "2100-01-01T00:00:00Z");
    assertThat(after.getMetadata().getAnnotations()).containsEntry("kept", "yes");
    assertThat(world.action("rolling_restart").status(order)).isPresent();
    ProviderAnswer again = world.execute("rolling_restart", order);
    assertThat(again.detail()).startsWith("already done");
    assertThat(orders().getMetadata().getResourceVersion())
        .isEqualTo(after.getMetadata().getResourceVersion());
  }

  @Test
  void aRestartThatTakesAllAtOnceIsRefused() throws Exception {
    exists(
        new DeploymentBuilder(deployment("orders", 2, Map.of()))
            .editSpec()
            .withNewStrategy()
            .withType("Recreate")
            .endStrategy()
            .endSpec()
            .build(),
        2);
    ProviderAnswer answer =
        world.execute("rolling_restart", world.order("k1", "rolling_restart", TARGET, Map.of()));
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail()).contains("the last one is never taken away");
  }

  @Test
  void aRolloutThatDoesNotEndIsAFailure() throws Exception {
    exists(
        new DeploymentBuilder(deployment("orders", 2, Map.of()))
            .editStatus()
            .withUpdatedReplicas(1)
            .endStatus()
            .build(),
        2);
    ProviderAnswer answer =
        world.execute("rolling_restart", world.order("k1", "rolling_restart", TARGET, Map.of()));
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("the rollout is not over: 1 of 2 updated");
  }

  @Test
  void scalingIsUndoneToWhereItWas() throws Exception {
    exists(deployment("orders", 2, Map.of()), 2);
    assertThat(world.execute("scale", world.order("k1", "scale", TARGET, Map.of("add", "2"))))
        .isEqualTo(
            new ProviderAnswer(
                Outcome.SUCCEEDED, "done: set the instances of shop/orders from 2 to 4", 1));
    assertThat(orders().getSpec().getReplicas()).isEqualTo(4);
    Order undo = world.order("k2", "scale", TARGET, Map.of("add", "2"), true);
    // Four instances are wanted but two are healthy: going back to two takes none away.
    assertThat(world.execute("scale", undo).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(orders().getSpec().getReplicas()).isEqualTo(2);
    assertThat(world.execute("scale", undo).detail()).startsWith("already done");
    assertThat(orders().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void anUndoOfWhatSomebodyElseChangedIsRefused() throws Exception {
    exists(deployment("orders", 2, Map.of()), 2);
    world.execute("scale", world.order("k1", "scale", TARGET, Map.of("add", "1")));
    client.apps().deployments().inNamespace("shop").withName("orders").scale(5);
    ProviderAnswer answer =
        world.execute("scale", world.order("k2", "scale", TARGET, Map.of("add", "1"), true));
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail()).contains("somebody else changed it");
    assertThat(orders().getSpec().getReplicas()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add | 5 | more than the 6 that are allowed",
        "add | -1 | at most 0.25 of them may go at once",
        "add | -2 | the last one stays",
        "kind | statefulset | there is no statefulset shop/orders",
        "kind | deployment | expected one of the parameters 'add' and 'replicas'"
      })
  void scalingKeepsItsLimits(String name, String value, String why) throws Exception {
    exists(deployment("orders", 2, Map.of()), 2);
    String expected = why.replace("0.25", "0.5");
    ProviderAnswer answer =
        world.execute("scale", world.order("k1", "scale", TARGET, Map.of(name, value)));
    if (value.equals("-1")) {
      assertThat(answer.outcome()).isEqualTo(Outcome.SUCCEEDED);
      return;
    }
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail()).contains(expected);
    assertThat(orders().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void anAutoscalerIsNotFought() throws Exception {
    exists(deployment("orders", 2, Map.of()), 2);
    autoscaled(1, 4);
    assertThat(
            world
                .execute("scale", world.order("k1", "scale", TARGET, Map.of("add", "1")))
                .outcome())
        .isEqualTo(Outcome.SUCCEEDED);
    assertThat(autoscaler().getSpec().getMinReplicas()).isEqualTo(3);
    assertThat(orders().getSpec().getReplicas()).isEqualTo(2);
    ProviderAnswer beyond =
        world.execute("scale", world.order("k2", "scale", TARGET, Map.of("replicas", "5")));
    assertThat(beyond.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(beyond.detail()).contains("allows 4 instances at most");
    world.execute("scale", world.order("k3", "scale", TARGET, Map.of("add", "1"), true));
    assertThat(autoscaler().getSpec().getMinReplicas()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "argocd.argoproj.io/tracking-id, Argo CD",
    "kustomize.toolkit.fluxcd.io/name, Flux",
    "helm.toolkit.fluxcd.io/name, Flux"
  })
  void whatGitOpsOwnsIsOnlyProposed(String sign, String tool) throws Exception {
    exists(deployment("orders", 2, Map.of(sign, "shop-app")), 2);
    ProviderAnswer answer =
        world.execute("scale", world.order("k1", "scale", TARGET, Map.of("add", "1")));
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail())
        .contains("managed by " + tool + " (shop-app)")
        .contains("set the instances of shop/orders from 2 to 3");
    assertThat(orders().getSpec().getReplicas()).isEqualTo(2);
    // A restart is no drift.
    assertThat(
            world
                .execute("rolling_restart", world.order("k2", "rolling_restart", TARGET, Map.of()))
                .outcome())
        .isEqualTo(Outcome.SUCCEEDED);
  }

  private void revision(int number, String image) {
    client
        .resource(
            new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("orders-" + number)
                .addToLabels("app", "orders")
                .addToAnnotations("deployment.kubernetes.io/revision", Integer.toString(number))
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName("orders")
                .withUid(orders().getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withTemplate(
                    new PodTemplateSpecBuilder()
                        .withNewMetadata()
                        .addToLabels("app", "orders")
                        .addToLabels("pod-template-hash", "h" + number)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage(image)
                        .endContainer()
                        .endSpec()
                        .build())
                .endSpec()
                .build())
        .create();
  }

  private String image() {
    return orders().getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  @Test
  void aRollBackTakesTheRevisionBeforeAndCanBeTakenBack() throws Exception {
    exists(deployment("orders", 2, Map.of()), 2);
    revision(1, "shop:1");
    revision(2, "shop:2");
    revision(3, "shop:3");
    assertThat(
            world.execute("roll_back", world.order("k1", "roll_back", TARGET, Map.of())).detail())
        .contains("roll shop/orders from revision 3 back to the pods of 2");
    assertThat(image()).isEqualTo("shop:2");
    assertThat(orders().getSpec().getTemplate().getMetadata().getLabels())
        .containsOnly(Map.entry("app", "orders"));
    assertThat(
            world
                .execute("roll_back", world.order("k2", "roll_back", TARGET, Map.of(), true))
                .outcome())
        .isEqualTo(Outcome.SUCCEEDED);
    assertThat(image()).isEqualTo("shop:3");
  }

  @Test
  void withoutAnEarlierRevisionThereIsNoWayBack() throws Exception {
    exists(deployment("orders", 2, Map.of()), 2);
    revision(3, "shop:3");
    ProviderAnswer answer =
        world.execute("roll_back", world.order("k1", "roll_back", TARGET, Map.of()));
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail()).contains("there is no revision before it");
  }

  @Test
  void aHaltLetsNothingBegin() throws Exception {
    exists(deployment("orders", 2, Map.of()), 2);
    Order order = world.order("k1", "scale", TARGET, Map.of("add", "1"));
    assertThat(world.action("scale").execute(order, true, Orders.HALTED).outcome())
        .isEqualTo(Outcome.REFUSED);
    assertThat(orders().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void anUnknownSystemHasNoNamespace() throws Exception {
    ProviderAnswer answer =
        world.execute("scale", world.order("k1", "scale", "prod.bank/core", Map.of("add", "1")));
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail()).contains("no namespace is configured for the system 'prod.bank'");
  }
}
