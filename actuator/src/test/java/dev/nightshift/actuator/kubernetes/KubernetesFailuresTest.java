package dev.nightshift.actuator.kubernetes;

import static dev.nightshift.actuator.kubernetes.KubernetesWorld.deployment;
import static dev.nightshift.actuator.kubernetes.KubernetesWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that answers as told: refusals, conflicts, budgets, faults. */
@EnableKubernetesMockClient(https = false)
class KubernetesFailuresTest {

  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/orders";
  private static final String PODS = "/api/v1/namespaces/shop/pods?labelSelector=app%3Dorders";
  private static final String EVICTION = "/api/v1/namespaces/shop/pods/orders-0/eviction";

  KubernetesClient client;
  KubernetesMockServer server;
  private KubernetesWorld world;

  @BeforeEach
  void connect() {
    client.getConfiguration().setRequestRetryBackoffLimit(0);
    world = new KubernetesWorld(client);
  }

  private static Deployment orders(Map<String, String> annotations) {
    return new DeploymentBuilder(deployment("orders", 2, annotations))
        .editMetadata()
        .withResourceVersion("7")
        .endMetadata()
        .build();
  }

  private void reads(Deployment deployment) {
    server.expect().get().withPath(DEPLOYMENT).andReturn(200, deployment).always();
    server
        .expect()
        .get()
        .withPath(PODS)
        .andReturn(
            200,
            new PodListBuilder()
                .withItems(
                    pod("orders", "orders-0", true, "worker-0"),
                    pod("orders", "orders-1", true, "worker-1"))
                .build())
        .always();
  }

  private Order restart() {
    return world.order("k1", "rolling_restart", "demo.shop/orders", Map.of());
  }

  private List<RecordedRequest> sent(String method) throws InterruptedException {
    List<RecordedRequest> sent = new ArrayList<>();
    RecordedRequest next = server.takeRequest(1, TimeUnit.SECONDS);
    while (next != null) {
      if (next.getMethod().equals(method)) {
        sent.add(next);
      }
      next = server.takeRequest(1, TimeUnit.MILLISECONDS);
    }
    return sent;
  }

  @Test
  void thePatchFitsOnlyWhatWasRead() throws Exception {
    reads(orders(Map.of()));
    server.expect().patch().withPath(DEPLOYMENT).andReturn(200, orders(Map.of())).once();
    assertThat(world.execute("rolling_restart", restart()).outcome()).isEqualTo(Outcome.SUCCEEDED);
    RecordedRequest patch = sent("PATCH").get(0);
    assertThat(patch.getHeader("Content-Type")).startsWith("application/json-patch+json");
    assertThat(patch.getUtf8Body())
        .isEqualTo(
            "[{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"7\"},"
                + "{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{"
                + "\"deployment.kubernetes.io/revision\":\"3\","
                + "\"nightshift.dev/last-action\":\"{\\\"key\\\":\\\"k1\\\","
                + "\\\"incident\\\":\\\"inc-1\\\",\\\"operation\\\":\\\"rolling_restart\\\","
                + "\\\"was\\\":\\\"\\\",\\\"now\\\":\\\"restarted\\\"}\"}},"
                + "{\"op\":\"add\",\"path\":\"/spec/template/metadata/annotations\",\"value\":{"
                + "\"kubectl.kubernetes.io/restartedAt\":\"2100-01-01T00:00:00Z\"}}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 422})
  void aClearNoIsFinal(int status) throws Exception {
    reads(orders(Map.of()));
    server
        .expect()
        .patch()
        .withPath(DEPLOYMENT)
        .andReturn(status, new StatusBuilder().withCode(status).withMessage("no").build())
        .always();
    ProviderAnswer answer = world.execute("rolling_restart", restart());
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("HTTP " + status);
    assertThat(sent("PATCH")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503})
  void whatPassesIsTriedAgain(int status) throws Exception {
    reads(orders(Map.of()));
    server
        .expect()
        .patch()
        .withPath(DEPLOYMENT)
        .andReturn(status, new StatusBuilder().withCode(status).build())
        .once();
    server.expect().patch().withPath(DEPLOYMENT).andReturn(200, orders(Map.of())).once();
    ProviderAnswer answer = world.execute("rolling_restart", restart());
    assertThat(answer.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(answer.attempts()).isEqualTo(2);
  }

  /** The server failed after the effect: the next attempt finds the mark and does nothing more. */
  @Test
  void anEffectBehindAFaultIsRecognised() throws Exception {
    server.expect().get().withPath(DEPLOYMENT).andReturn(200, orders(Map.of())).once();
    String mark = Mark.of(restart(), "rolling_restart", "", "restarted").text();
    reads(orders(Map.of(Mark.ANNOTATION, mark)));
    server
        .expect()
        .patch()
        .withPath(DEPLOYMENT)
        .andReturn(504, new StatusBuilder().withCode(504).build())
        .always();
    ProviderAnswer answer = world.execute("rolling_restart", restart());
    assertThat(answer)
        .isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "already done: restarted", 2));
    assertThat(sent("PATCH")).hasSize(1);
  }

  @Test
  void aServerThatOnlyFailsLeavesADoubt() throws Exception {
    reads(orders(Map.of()));
    server
        .expect()
        .patch()
        .withPath(DEPLOYMENT)
        .andReturn(500, new StatusBuilder().withCode(500).build())
        .always();
    assertThat(world.execute("rolling_restart", restart()).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"1, SUCCEEDED", "1000, REFUSED"})
  void aDisruptionBudgetIsWaitedForAndRespected(int times, Outcome outcome) throws Exception {
    reads(orders(Map.of()));
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/shop/pods/orders-0")
        .andReturn(200, pod("orders", "orders-0", true, "worker-0"))
        .always();
    server
        .expect()
        .post()
        .withPath(EVICTION)
        .andReturn(429, new StatusBuilder().withCode(429).withReason("DisruptionBudget").build())
        .times(times);
    server
        .expect()
        .post()
        .withPath(EVICTION)
        .andReturn(201, new StatusBuilder().withStatus("Success").build())
        .always();
    Order order = world.order("k1", "restart_pod", "demo.shop/orders/orders-0", Map.of());
    ProviderAnswer answer = world.execute("restart_pod", order);
    assertThat(answer.outcome()).isEqualTo(outcome);
    RecordedRequest eviction = sent("POST").get(0);
    assertThat(eviction.getUtf8Body())
        .contains("\"kind\":\"Eviction\"", "\"preconditions\":{\"uid\":\"uid-orders-0\"}");
    if (outcome == Outcome.REFUSED) {
      assertThat(answer.detail()).contains("a disruption budget does not allow to evict");
    }
  }
}
