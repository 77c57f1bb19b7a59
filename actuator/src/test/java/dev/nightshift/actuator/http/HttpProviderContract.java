package dev.nightshift.actuator.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import dev.nightshift.telemetry.Entity;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider that acts over HTTP has to do, whatever its protocol, against a real server
 * that behaves in every way a receiver can. The request itself is compared byte by byte with a
 * golden file.
 */
public abstract class HttpProviderContract {

  /** A value that stands for every credential; it must not show anywhere but in its header. */
  protected static final String SECRET = "correct-horse-battery";

  /** When the golden requests were made. */
  protected static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String BOUNDS =
      "connect-timeout: 1s, timeout: %s, attempts: 3, backoff: 10ms, max-backoff: 50ms,"
          + " deadline: 20s";

  protected final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().containerThreads(30));
  private final List<ActionProvider> opened = new ArrayList<>();
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

  /**
   * The provider's section.
   *
   * @param url the receiver's base address
   * @param bounds keys and values of {@link HttpSettings} to put in
   * @return a flow mapping, with secrets as {@code ${env:SECRET}}
   */
  protected abstract String section(String url, String bounds);

  protected abstract ProviderSettings read(ConfigNode section);

  protected abstract String operation();

  protected abstract Map<String, String> parameters();

  /** The request that acts. */
  protected abstract MappingBuilder act();

  /** The receiver's answer if all went well. */
  protected abstract ResponseDefinitionBuilder accepted();

  /** True if the receiver can be asked what came of a key. */
  protected abstract boolean keepsRecord();

  /** Makes the receiver know that the order succeeded, or know nothing of it. */
  protected void record(boolean known) {}

  /** Name of the golden file. */
  protected abstract String golden();

  /** Hides what differs from run to run although the order is the same. */
  protected String mask(String request) {
    return request;
  }

  @BeforeEach
  void startServer() throws Exception {
    server.start();
    prepare();
    record(true);
  }

  /** What the receiver needs beyond {@link #act}, for example an endpoint for tokens. */
  protected void prepare() throws Exception {}

  @AfterEach
  void stopServer() {
    opened.forEach(ActionProvider::close);
    server.stop();
  }

  protected Order order() {
    return new Order(
        "inc-1:0:1",
        "inc-1",
        "restart",
        Entity.parse("demo.shop/orders"),
        parameters(),
        "memory_leak",
        false,
        Instant.parse("2023-11-14T22:13:20Z"));
  }

  protected Action action(String url, Duration timeout) {
    String yaml = "section: " + section(url, BOUNDS.formatted(timeout.toMillis() + "ms"));
    ConfigNode node = ConfigNode.parse("test.yaml", yaml).get("section");
    // Time runs on, but begins at a known moment: signatures in golden files hold it.
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), NOW));
    Clock seconds = Clock.tick(clock.withZone(ZoneOffset.UTC), Duration.ofMinutes(1));
    ProviderSettings settings = read(node);
    ActionProvider provider =
        settings.open(new ProviderContext(fixedForGolden ? seconds : clock, () -> 0.5));
    opened.add(provider);
    return provider.action(operation());
  }

  private boolean fixedForGolden;

  protected ProviderAnswer execute(boolean repeatable) throws InterruptedException {
    return action(server.baseUrl(), Duration.ofSeconds(10)).execute(order(), repeatable, gate);
  }

  private ProviderAnswer executeInAHurry(boolean repeatable) throws InterruptedException {
    return action(server.baseUrl(), SHORT).execute(order(), repeatable, gate);
  }

  protected void answers(ResponseDefinitionBuilder... inTurn) {
    for (int i = 0; i < inTurn.length; i++) {
      server.stubFor(
          act()
              .inScenario("turns")
              .whenScenarioStateIs(i == 0 ? "Started" : "turn" + i)
              .willSetStateTo(
                  inTurn.length == 1 ? "Started" : "turn" + Math.min(i + 1, inTurn.length - 1))
              .willReturn(inTurn[i]));
    }
  }

  /** Requests that acted. */
  protected List<LoggedRequest> acts() {
    var request = act().willReturn(aResponse()).build().getRequest();
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .filter(logged -> request.match(logged).isExactMatch())
        .toList();
  }

  @Test
  void sendsTheGoldenRequest() throws Exception {
    fixedForGolden = true;
    answers(accepted());
    assertThat(execute(false).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(acts()).hasSize(1);
    String sent = mask(text(acts().get(0)).replace(Integer.toString(server.port()), "PORT"));
    Path file = Path.of("src/test/resources/golden", golden());
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, sent);
    }
    assertThat(sent).isEqualTo(Files.readString(file));
  }

  /** Method, path, headers that a protocol sets (in order of their names), body. */
  private static String text(LoggedRequest request) {
    StringBuilder text = new StringBuilder();
    text.append(request.getMethod()).append(' ').append(request.getUrl()).append('\n');
    request.getHeaders().all().stream()
        .filter(header -> !STANDARD.contains(header.key().toLowerCase(java.util.Locale.ROOT)))
        .sorted(java.util.Comparator.comparing(header -> header.key()))
        .forEach(
            header ->
                text.append(header.key()).append(": ").append(header.firstValue()).append('\n'));
    return text.append('\n').append(request.getBodyAsString()).append('\n').toString();
  }

  private static final java.util.Set<String> STANDARD =
      java.util.Set.of(
          "host", "user-agent", "content-length", "connection", "http2-settings", "upgrade");

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 422})
  void aClearNoIsFinal(int status) throws Exception {
    answers(aResponse().withStatus(status).withHeader("Location", server.baseUrl() + "/other"));
    ProviderAnswer answer = execute(true);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains(Integer.toString(status)).doesNotContain(SECRET);
    assertThat(acts()).hasSize(1);
  }

  @Test
  void aConflictIsLookedUpAndNeverRepeated() throws Exception {
    answers(aResponse().withStatus(409));
    assertThat(execute(true).outcome())
        .isEqualTo(keepsRecord() ? Outcome.SUCCEEDED : Outcome.UNKNOWN);
    assertThat(acts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tooManyRequestsIsRetriedAsAsked(boolean repeatable) throws Exception {
    answers(aResponse().withStatus(429).withHeader("Retry-After", "0"), accepted());
    ProviderAnswer answer = execute(repeatable);
    assertThat(answer.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(answer.attempts()).isEqualTo(2);
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
  void aServerErrorIsRepeatedOnlyIfThatIsHarmless(boolean repeatable, Outcome outcome, int times)
      throws Exception {
    record(false);
    answers(aResponse().withStatus(503), accepted());
    if (repeatable && keepsRecord()) {
      server.addMockServiceRequestListener(
          (request, response) -> {
            if (response.getStatus() == 503) {
              return;
            }
            if (!request.getMethod().equals(RequestMethod.GET)) {
              record(true);
            }
          });
    }
    assertThat(execute(repeatable).outcome()).isEqualTo(outcome);
    assertThat(acts()).hasSize(times);
  }

  @Test
  void aTimeOutAfterTheEffectIsLookedUpAndNotRepeated() throws Exception {
    answers(accepted().withFixedDelay((int) SHORT.toMillis() * 3));
    assertThat(executeInAHurry(false).outcome())
        .isEqualTo(keepsRecord() ? Outcome.SUCCEEDED : Outcome.UNKNOWN);
    assertThat(acts()).hasSize(1);
  }

  @Test
  void aResetConnectionLeavesADoubt() throws Exception {
    record(false);
    answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(execute(false).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(acts()).hasSize(1);
  }

  @Test
  void aStallingBodyIsATimeOut() throws Exception {
    record(false);
    answers(aResponse().withBody("{\"ok\": true}").withChunkedDribbleDelay(5, 20_000));
    assertThat(executeInAHurry(false).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  /** Longer than any answer may be, and far longer than what is read of it. */
  @Test
  void anAnswerThatDoesNotEndIsCutOffAndLeavesADoubt() throws Exception {
    record(false);
    answers(aResponse().withBody(new byte[3 * HttpCaller.LONGEST_ANSWER]));
    ProviderAnswer answer = execute(false);
    assertThat(answer.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(answer.detail())
        .contains("the answer is longer than " + HttpCaller.LONGEST_ANSWER + " bytes");
    assertThat(acts()).hasSize(1);
  }

  /** A receiver that accepts connections and is never heard of again. */
  @Test
  void aHalfOpenConnectionEnds() throws Exception {
    List<Socket> accepted = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0)) {
      Thread taker = new Thread(() -> take(silent, accepted));
      taker.start();
      String url = "http://localhost:" + silent.getLocalPort();
      ProviderAnswer answer = action(url, Duration.ofMillis(300)).execute(order(), false, gate);
      assertThat(answer.outcome()).isEqualTo(halfOpen());
    } finally {
      for (Socket socket : accepted) {
        socket.close();
      }
    }
  }

  /** What is known if nobody answers at all; a provider that first needs a token never acted. */
  protected Outcome halfOpen() {
    return Outcome.UNKNOWN;
  }

  private static void take(ServerSocket silent, List<Socket> accepted) {
    try {
      while (true) {
        accepted.add(silent.accept());
      }
    } catch (IOException e) {
      assertThat(silent.isClosed()).isTrue();
    }
  }

  @Test
  void nobodyThereIsAFailureThatDidNothing() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    ProviderAnswer answer =
        action("http://localhost:" + free, Duration.ofSeconds(10)).execute(order(), false, gate);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.attempts()).isEqualTo(3);
  }

  @Test
  void aHaltLetsNothingBegin() throws Exception {
    answers(accepted());
    open = false;
    assertThat(execute(true).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(acts()).isEmpty();
  }

  @Test
  void theDryRunSendsNothing() throws Exception {
    answers(accepted());
    assertThat(action(server.baseUrl(), SHORT).plan(order()).describe())
        .startsWith("would ")
        .doesNotContain(SECRET);
    assertThat(acts()).isEmpty();
  }

  @Test
  void statusTellsWhatIsRecordedAndNothingElse() throws Exception {
    assertThat(action(server.baseUrl(), SHORT).status(order()).isPresent())
        .isEqualTo(keepsRecord());
    record(false);
    assertThat(action(server.baseUrl(), SHORT).status(order())).isEmpty();
  }
}
