package dev.nightshift.actuator.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Orders;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.http.HttpProviderContract;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Argo CD: what it is asked, what is refused before, and how far it is followed. */
@EnableKubernetesMockClient(crud = true, https = false)
class ArgoCdTest extends HttpProviderContract {

  private static final String PATH = "/api/v1/applications/orders-app";
  private static final String TRACKING = "argocd.argoproj.io/tracking-id";

  private static final String APPLICATION =
      """
      {"metadata": {"name": "orders-app", "namespace": "argocd"},
       "spec": {"source": {"repoURL": "https://git.acme/shop", "path": "orders", "targetRevision": "main"},
                "syncPolicy": {"syncOptions": ["ApplyOutOfSyncOnly=true"]}},
       "status": {
         "history": [
           {"id": 3, "revision": "aaaa", "deployedAt": "2023-11-01T00:00:00Z",
            "source": {"repoURL": "https://git.acme/shop", "path": "orders", "targetRevision": "main"}},
           {"id": 4, "revision": "bbbb", "deployedAt": "2023-11-10T00:00:00Z",
            "source": {"repoURL": "https://git.acme/shop", "path": "orders", "targetRevision": "v1"}},
           {"id": 5, "revision": "cccc", "deployedAt": "2023-11-14T22:00:00Z",
            "source": {"repoURL": "https://git.acme/shop", "path": "orders", "targetRevision": "main"}},
           {"id": 6, "revision": "cccc", "deployedAt": "2023-11-14T22:05:00Z",
            "source": {"repoURL": "https://git.acme/shop", "path": "orders", "targetRevision": "main"}}],
         "operationState": {"phase": "Succeeded", "message": "successfully synced",
           "operation": {"sync": {"revision": "cccc"}, "info": [{"name": "Reason", "value": "by hand"}]}},
         "health": {"status": "Healthy"}}}
      """;

  KubernetesClient client;

  @Override
  protected void prepare() {
    tracked("orders-app:apps/Deployment:shop/orders");
  }

  private void tracked(String id) {
    client
        .resource(KubernetesWorld.deployment("orders", 2, Map.of(TRACKING, id)))
        .createOr(old -> old.update());
  }

  @Override
  protected String section(String url, String bounds) {
    return "{url: '"
        + client.getMasterUrl()
        + "', namespaces: {demo.shop: shop}, argo-cd: {url: '"
        + url
        + "', token: '${env:TOKEN}', "
        + bounds
        + "}}";
  }

  @Override
  protected ProviderSettings read(ConfigNode section) {
    return KubernetesSettings.read(section, name -> SECRET);
  }

  private String operation = "roll_back_application";

  @Override
  protected String operation() {
    return operation;
  }

  @Override
  protected Map<String, String> parameters() {
    return Map.of("kind", "deployment");
  }

  @Override
  protected MappingBuilder act() {
    return post(PATH + "/sync");
  }

  @Override
  protected ResponseDefinitionBuilder accepted() {
    return okJson(APPLICATION);
  }

  @Override
  protected boolean keepsRecord() {
    return true;
  }

  @Override
  protected void record(boolean known) {
    is(known ? ours("Succeeded", "Healthy") : APPLICATION);
  }

  private void is(String application) {
    server.stubFor(get(PATH).willReturn(okJson(application)));
  }

  /** The application after our operation. */
  private static String ours(String phase, String health) {
    return APPLICATION
        .replace("{\"name\": \"Reason\", \"value\": \"by hand\"}", infos())
        .replace("\"phase\": \"Succeeded\"", "\"phase\": \"" + phase + "\"")
        .replace("\"Healthy\"", "\"" + health + "\", \"message\": \"0 of 2 pods\"");
  }

  private static String infos() {
    return """
    {"name": "nightshift.dev/key", "value": "inc-1:0:1"},
    {"name": "nightshift.dev/incident", "value": "inc-1"},
    {"name": "nightshift.dev/was", "value": "cccc"}
    """;
  }

  @Override
  protected String golden() {
    return "argocd.http";
  }

  /** The application is read before anything is sent: whoever does not answer that did nothing. */
  @Override
  protected Outcome halfOpen() {
    return Outcome.FAILED;
  }

  private JsonNode sent() throws Exception {
    return new ObjectMapper().readTree(acts().get(0).getBodyAsString());
  }

  private Action action() {
    return action(server.baseUrl(), Duration.ofSeconds(10));
  }

  @Test
  void aSynchronisationHasNoRevisionOfItsOwn() throws Exception {
    operation = "sync_application";
    answers(accepted());
    assertThat(action().plan(order()).describe())
        .isEqualTo("would synchronise the application orders-app with its repository");
    assertThat(execute(false).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(sent().has("revision")).isFalse();
    assertThat(sent().path("infos").findValuesAsText("value"))
        .containsExactly("inc-1:0:1", "inc-1");
  }

  @ParameterizedTest
  @CsvSource({
    "Failed, Healthy, FAILED, Failed: successfully synced",
    "Error, Healthy, FAILED, Error: successfully synced",
    "Succeeded, Degraded, FAILED, 'synchronised, but Degraded: 0 of 2 pods'",
    "Succeeded, Suspended, SUCCEEDED, 'synchronised, Suspended: successfully synced'"
  })
  void itIsFollowedUntilItsPodsAreWell(String phase, String health, Outcome outcome, String words)
      throws Exception {
    answers(accepted());
    server.addMockServiceRequestListener(
        (request, response) -> {
          if (request.getMethod().getName().equals("POST")) {
            is(ours(phase, health));
          }
        });
    ProviderAnswer answer = execute(false);
    assertThat(answer.outcome()).isEqualTo(outcome);
    assertThat(answer.detail()).isEqualTo(words);
  }

  @Test
  void argoCdSaysWhyItRefuses() throws Exception {
    answers(
        aResponse()
            .withStatus(403)
            .withBody("{\"code\":7,\"message\":\"Cannot sync: Blocked by sync window\"}"));
    ProviderAnswer answer = execute(false);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("HTTP 403", "Blocked by sync window");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"syncOptions\"' | '\"automated\": {\"prune\": true}, \"syncOptions\"' | auto-sync would undo it",
        "'\"source\": {\"repoURL\": \"https://git.acme/shop\", \"path\": \"orders\", \"targetRevision\": \"main\"},\n          ' | '\"sources\": [{}, {}],' | several sources",
        "'\"phase\": \"Succeeded\"' | '\"phase\": \"Running\"' | in progress",
        "'\"status\": {' | '\"operation\": {\"sync\": {}}, \"status\": {' | in progress",
        "2023-11-14T22:05:00Z | 2023-11-14T22:30:00Z | somebody deployed cccc since",
        "'\"targetRevision\": \"v1\"' | '\"targetRevision\": \"v1\", \"helm\": {\"parameters\": []}' | other settings in the application",
        "'\"revision\": \"cccc\", \"deployedAt\"' | '\"revision\": \"aaaa\", \"deployedAt\"' | ''"
      })
  void whatWouldNotLastOrIsMoreThanARevisionIsRefused(String was, String now, String why)
      throws Exception {
    assertThat(APPLICATION).contains(was);
    is(APPLICATION.replace(was, now));
    if (why.isEmpty()) {
      assertThat(action().plan(order()).describe()).endsWith("from aaaa to bbbb");
      return;
    }
    assertThat(action().precondition(order()).orElseThrow()).contains(why);
    answers(accepted());
    assertThat(execute(false).detail()).contains(why);
    assertThat(acts()).isEmpty();
  }

  @Test
  void anAutoSyncThatIsSwitchedOffUndoesNothing() throws Exception {
    is(
        APPLICATION.replace(
            "\"syncOptions\"", "\"automated\": {\"enabled\": false}, \"syncOptions\""));
    assertThat(action().plan(order()).describe())
        .isEqualTo("would synchronise the application orders-app from cccc to bbbb");
  }

  @ParameterizedTest
  @CsvSource({
    "'orders-app:apps/Deployment:shop/payment', about another object",
    "'', is not managed by Argo CD"
  })
  void onlyWhatArgoCdKeepsIsDrivenThroughIt(String id, String why) throws Exception {
    client.apps().deployments().inNamespace("shop").withName("orders").delete();
    client
        .resource(
            KubernetesWorld.deployment("orders", 2, id.isEmpty() ? Map.of() : Map.of(TRACKING, id)))
        .create();
    assertThat(action().precondition(order()).orElseThrow()).contains(why);
  }

  @Test
  void anApplicationOfAnotherNamespaceIsFoundThere() throws Exception {
    client.apps().deployments().inNamespace("shop").withName("orders").delete();
    tracked("team-a_orders-app:apps/Deployment:shop/orders");
    server.stubFor(get(PATH + "?appNamespace=team-a").willReturn(okJson(APPLICATION)));
    answers(accepted());
    server.addMockServiceRequestListener(
        (request, response) -> {
          if (request.getMethod().getName().equals("POST")) {
            server.stubFor(
                get(PATH + "?appNamespace=team-a")
                    .willReturn(okJson(ours("Succeeded", "Healthy"))));
          }
        });
    assertThat(execute(false).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(sent().path("appNamespace").asText()).isEqualTo("team-a");
  }

  @Test
  void aRollBackIsTakenBackToWhatWasThere() throws Exception {
    answers(accepted());
    Order undo = Orders.undo(order(), "inc-1:0:2");
    assertThat(action().precondition(undo)).as("ours was the last operation").isEmpty();
    server.addMockServiceRequestListener(
        (request, response) -> {
          if (request.getMethod().getName().equals("POST")) {
            is(ours("Succeeded", "Healthy").replace("inc-1:0:1", "inc-1:0:2"));
          }
        });
    assertThat(action().undo(undo, false, Orders.OPEN).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(sent().path("revision").asText()).isEqualTo("cccc");

    is(APPLICATION);
    assertThat(action().precondition(undo).orElseThrow()).contains("nothing to undo");
  }
}
