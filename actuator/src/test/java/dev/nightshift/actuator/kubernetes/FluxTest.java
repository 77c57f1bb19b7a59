package dev.nightshift.actuator.kubernetes;

import static dev.nightshift.actuator.kubernetes.KubernetesWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flux, by the objects that its controllers watch, on an API server that keeps them. */
@EnableKubernetesMockClient(crud = true)
class FluxTest {

  private static final String TARGET = "demo.shop/orders";

  private static final String KUSTOMIZATION =
      """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: {name: shop, namespace: flux-system, annotations: {kept: "yes"}}
      spec: {interval: 10m, prune: true, path: ./shop}
      status:
        inventory: {entries: [{id: shop_orders_apps_Deployment, v: v1}]}
        conditions: [{type: Ready, status: "True", reason: ReconciliationSucceeded, message: Applied}]
      """;

  private static final String RELEASE =
      """
      apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      metadata: {name: shop, namespace: flux-system}
      spec: {interval: 10m, targetNamespace: shop}
      """;

  KubernetesClient client;
  private KubernetesWorld world;
  private Watch flux;

  @BeforeEach
  void connect() {
    world = new KubernetesWorld(client);
  }

  @AfterEach
  void stopFlux() {
    if (flux != null) {
      flux.close();
    }
  }

  private void exists(String group, String yaml) {
    client
        .resource(
            new DeploymentBuilder(KubernetesWorld.deployment("orders", 2, Map.of()))
                .editMetadata()
                .addToLabels(group + "/name", "shop")
                .addToLabels(group + "/namespace", "flux-system")
                .endMetadata()
                .build())
        .create();
    client.resource(pod("orders", "orders-0", true, "worker-1")).create();
    client.resource(pod("orders", "orders-1", true, "worker-1")).create();
    at(yaml).create();
  }

  private static GenericKubernetesResource read(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }

  private Resource<GenericKubernetesResource> at(String yaml) {
    GenericKubernetesResource object = read(yaml);
    String[] type = object.getApiVersion().split("/");
    return client
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(type[0])
                .withVersion(type[1])
                .withKind(object.getKind())
                .withPlural(object.getKind().toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build())
        .resource(object);
  }

  private GenericKubernetesResource shop(String yaml) {
    return at(yaml).get();
  }

  private ProviderAnswer execute(String key, String operation, boolean undo) throws Exception {
    return world.execute(operation, world.order(key, operation, TARGET, Map.of(), undo));
  }

  /** Flux's controller: handles each request of a reconciliation with these words. */
  private void controller(String ready, String message) {
    flux =
        at(KUSTOMIZATION)
            .watch(
                new Watcher<GenericKubernetesResource>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource object) {
                    String asked =
                        object
                            .getMetadata()
                            .getAnnotations()
                            .get("reconcile.fluxcd.io/requestedAt");
                    if (asked == null
                        || asked.equals(object.get("status", "lastHandledReconcileAt"))) {
                      return;
                    }
                    at(KUSTOMIZATION)
                        .edit(
                            now -> {
                              Map<String, Object> told = now.get("status");
                              told.put("lastHandledReconcileAt", asked);
                              told.put(
                                  "conditions",
                                  List.of(
                                      Map.of(
                                          "type", "Ready", "status", ready, "reason", "R",
                                          "message", message)));
                              return now;
                            });
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                });
  }

  @Test
  void aReconciliationIsAskedForOnceAndFollowedToItsEnd() throws Exception {
    exists("kustomize.toolkit.fluxcd.io", KUSTOMIZATION);
    Order order = world.order("k1", "flux_reconcile", TARGET, Map.of());
    assertThat(world.action("flux_reconcile").plan(order).describe())
        .isEqualTo("would reconcile Kustomization flux-system/shop");
    controller("True", "Applied revision: main@1");
    assertThat(execute("k1", "flux_reconcile", false))
        .isEqualTo(
            new ProviderAnswer(
                Outcome.SUCCEEDED, "done: reconcile Kustomization flux-system/shop", 1));
    String asked =
        shop(KUSTOMIZATION).getMetadata().getAnnotations().get("reconcile.fluxcd.io/requestedAt");
    assertThat(asked).startsWith("2100-01-01T00:00:0");
    assertThat(shop(KUSTOMIZATION).getMetadata().getAnnotations()).containsEntry("kept", "yes");
    assertThat(world.action("flux_reconcile").status(order)).isPresent();
    assertThat(execute("k1", "flux_reconcile", false).detail()).startsWith("already done");
    assertThat(shop(KUSTOMIZATION).getMetadata().getAnnotations())
        .containsEntry("reconcile.fluxcd.io/requestedAt", asked);
  }

  @Test
  void whatFluxCannotApplyIsAFailureInItsWords() throws Exception {
    exists("kustomize.toolkit.fluxcd.io", KUSTOMIZATION);
    controller("False", "build failed");
    ProviderAnswer answer = execute("k1", "flux_reconcile", false);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("could not reconcile", "R: build failed");
  }

  @Test
  void aFluxThatDoesNothingIsAFailureToo() throws Exception {
    exists("kustomize.toolkit.fluxcd.io", KUSTOMIZATION);
    ProviderAnswer answer = execute("k1", "flux_reconcile", false);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("Flux has not begun to reconcile");
  }

  @ParameterizedTest
  @CsvSource({"kustomize.toolkit.fluxcd.io, true", "helm.toolkit.fluxcd.io, false"})
  void whileItIsHeldOffTheWorkloadMayBeChangedAndNotAfter(String group, boolean kustomize)
      throws Exception {
    String yaml = kustomize ? KUSTOMIZATION : RELEASE;
    exists(group, yaml);
    Order grow = world.order("s1", "scale", TARGET, Map.of("add", "1"));
    assertThat(world.execute("scale", grow).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(execute("k0", "flux_resume", false).detail()).contains("is not suspended");

    assertThat(execute("k1", "flux_suspend", false).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(FluxObject.suspended(shop(yaml))).isTrue();
    assertThat(execute("k2", "flux_suspend", false).detail()).contains("is suspended already");
    assertThat(execute("k3", "flux_reconcile", false).detail()).contains("resume it first");
    assertThat(world.execute("scale", grow).outcome()).isEqualTo(Outcome.SUCCEEDED);

    assertThat(execute("k4", "flux_suspend", true).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(FluxObject.suspended(shop(yaml))).isFalse();
    assertThat(
            world
                .execute("scale", world.order("s2", "scale", TARGET, Map.of("add", "1")))
                .outcome())
        .isEqualTo(Outcome.REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "kustomize.toolkit.fluxcd.io, shop_orders_apps_Deployment, shop_payment_apps_Deployment",
    "helm.toolkit.fluxcd.io, targetNamespace: shop, targetNamespace: bank"
  })
  void aLabelThatPointsAtWhatDoesNotKeepItLeadsNowhere(String group, String was, String now)
      throws Exception {
    String yaml = group.startsWith("kustomize") ? KUSTOMIZATION : RELEASE;
    exists(group, yaml.replace(was, now));
    ProviderAnswer answer = execute("k1", "flux_suspend", false);
    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(answer.detail()).contains("does not keep Deployment orders");
    assertThat(FluxObject.suspended(shop(yaml))).isFalse();
  }

  @Test
  void whatNobodyKeepsIsNotDrivenThroughFlux() throws Exception {
    client.resource(KubernetesWorld.deployment("orders", 2, Map.of())).create();
    assertThat(execute("k1", "flux_suspend", false).detail()).contains("is not managed by Flux");
  }
}
