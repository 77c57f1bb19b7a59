package dev.nightshift.actuator;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Outcome;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook against a real HTTP server that behaves in every way a receiver can. */
class WebhookProviderTest {

  private static final String DONE = "{\"status\":\"succeeded\",\"detail\":\"restarted\"}";
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().containerThreads(30));
  private final ActionRequest request =
      Samples.request("inc-1:0:1").setDecidedAt(1_700_000_000_000L).build();
  private boolean open = true;

  private final ExecutionGate gate =
      new ExecutionGate() {
        @Override
        public boolean open() {
          return open;
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
      };

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static WebhookProvider provider(String url) {
    return new WebhookProvider(Samples.webhook(url), Clock.systemUTC(), () -> 0.5);
  }

  /** With a time-out that the test waits for; elsewhere it is long enough for a busy machine. */
  private ProviderAnswer executeInAHurry(boolean repeatable) throws InterruptedException {
    ActuatorConfig.Webhook w = Samples.webhook(server.baseUrl() + "/act");
    return new WebhookProvider(
            new ActuatorConfig.Webhook(
                w.url(),
                w.secret(),
                w.connectTimeout(),
                SHORT,
                w.attempts(),
                w.backoff(),
                w.maxBackoff(),
                w.deadline(),
                w.deduplicates()),
            Clock.systemUTC(),
            () -> 0.5)
        .execute(request, repeatable, gate);
  }

  private ProviderAnswer execute(boolean repeatable) throws InterruptedException {
    return provider(server.baseUrl() + "/act").execute(request, repeatable, gate);
  }

  private void answers(ResponseDefinitionBuilder... inTurn) {
    if (inTurn.length == 1) {
      server.stubFor(post("/act").willReturn(inTurn[0]));
      return;
    }
    for (int i = 0; i < inTurn.length; i++) {
      server.stubFor(
          post("/act")
              .inScenario("turns")
              .whenScenarioStateIs(i == 0 ? "Started" : "turn" + i)
              .willSetStateTo("turn" + Math.min(i + 1, inTurn.length - 1))
              .willReturn(inTurn[i]));
    }
  }

  private void recorded(ResponseDefinitionBuilder answer) {
    server.stubFor(get("/act/inc-1%3A0%3A1").willReturn(answer));
  }

  private int posts() {
    return server.findAll(postRequestedFor(anyUrl())).size();
  }

  @Test
  void sendsASignedCloudEvent() throws Exception {
    answers(okJson(DONE));
    assertThat(execute(false)).isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "restarted", 1));
    LoggedRequest sent = server.findAll(postRequestedFor(anyUrl())).get(0);
    assertThat(sent.getBodyAsString())
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"inc-1:0:1\",\"source\":\"/nightshift/actuator\","
                + "\"type\":\"dev.nightshift.action.requested\",\"subject\":\"demo.shop/orders\","
                + "\"time\":\"2023-11-14T22:13:20Z\",\"datacontenttype\":\"application/json\","
                + "\"data\":{\"action\":\"restart\",\"target\":\"demo.shop/orders\","
                + "\"parameters\":{\"grace\":\"5\"},\"incident\":\"inc-1\","
                + "\"faultType\":\"memory_leak\",\"undo\":false}}");
    assertThat(sent.getHeader("Content-Type")).isEqualTo("application/cloudevents+json");
    assertThat(sent.getHeader("Idempotency-Key")).isEqualTo("inc-1:0:1");
    String time = sent.getHeader("X-Nightshift-Timestamp");
    assertThat(Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time))).isLessThan(30);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Samples.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed = (time + "." + sent.getBodyAsString()).getBytes(StandardCharsets.UTF_8);
    assertThat(sent.getHeader("X-Nightshift-Signature"))
        .isEqualTo("v1=" + HexFormat.of().formatHex(mac.doFinal(signed)));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 422})
  void aClearNoIsFinal(int status) throws Exception {
    answers(aResponse().withStatus(status).withHeader("Location", server.baseUrl() + "/other"));
    ProviderAnswer answer = execute(true);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains(Integer.toString(status));
    assertThat(posts()).isEqualTo(1);
  }

  @Test
  void theReceiversFailureIsAFailure() throws Exception {
    answers(okJson("{\"status\":\"failed\",\"detail\":\"no quorum\"}"));
    assertThat(execute(true)).isEqualTo(new ProviderAnswer(Outcome.FAILED, "no quorum", 1));
  }

  @Test
  void aBusyKeyIsLookedUpUntilItIsDone() throws Exception {
    answers(aResponse().withStatus(409));
    server.stubFor(
        get(anyUrl())
            .inScenario("g")
            .willSetStateTo("x")
            .willReturn(okJson("{\"status\":\"executing\"}")));
    server.stubFor(get(anyUrl()).inScenario("g").whenScenarioStateIs("x").willReturn(okJson(DONE)));
    assertThat(execute(false).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(posts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tooManyRequestsIsRetriedAsAsked(boolean repeatable) throws Exception {
    answers(aResponse().withStatus(429).withHeader("Retry-After", "0"), okJson(DONE));
    assertThat(execute(repeatable))
        .isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "restarted", 2));
  }

  @Test
  void tooManyRequestsForEverWasNeverBegun() throws Exception {
    answers(aResponse().withStatus(429).withHeader("Retry-After", "3600"));
    ProviderAnswer answer = execute(false);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.attempts()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"true, SUCCEEDED, 2", "false, UNKNOWN, 1"})
  void aServerErrorIsRepeatedOnlyIfThatIsHarmless(boolean repeatable, Outcome outcome, int posts)
      throws Exception {
    answers(aResponse().withStatus(503), okJson(DONE));
    recorded(aResponse().withStatus(404));
    assertThat(execute(repeatable).outcome()).isEqualTo(outcome);
    assertThat(posts()).isEqualTo(posts);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTimeOutAfterTheEffectIsLookedUp(boolean repeatable) throws Exception {
    answers(okJson(DONE).withFixedDelay((int) SHORT.toMillis() * 2));
    recorded(okJson(DONE));
    assertThat(executeInAHurry(repeatable).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(posts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"true, SUCCEEDED, 2", "false, UNKNOWN, 1"})
  void aResetConnectionIsRepeatedOnlyIfThatIsHarmless(
      boolean repeatable, Outcome outcome, int posts) throws Exception {
    answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), okJson(DONE));
    recorded(aResponse().withStatus(404));
    assertThat(execute(repeatable).outcome()).isEqualTo(outcome);
    assertThat(posts()).isEqualTo(posts);
  }

  @Test
  void aStallingBodyIsATimeOut() throws Exception {
    answers(okJson(DONE).withChunkedDribbleDelay(5, 10_000));
    recorded(aResponse().withStatus(404));
    assertThat(executeInAHurry(false).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void nobodyThereIsAFailureThatDidNothing() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    ProviderAnswer answer =
        provider("http://localhost:" + free + "/act").execute(request, false, gate);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.attempts()).isEqualTo(3);
  }

  @Test
  void aHaltStopsTheNextAttempt() throws Exception {
    answers(aResponse().withStatus(200).withBody(DONE));
    open = false;
    assertThat(execute(true).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(posts()).isZero();
  }

  @Test
  void statusOfAnUnknownKeyIsEmpty() throws Exception {
    server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(404)));
    assertThat(provider(server.baseUrl() + "/act").status("k")).isEmpty();
  }
}
